#include "replayer/detector/name_matcher.h"

#include <algorithm>

#include "replayer/state/path.h"
#include "rules/field.h"

namespace sysreel {

NameMatcher::About NameMatcher::about(const QuestionPlan& plan, const rules::Program& program,
                                      QuestionId question) {
  if (!plan.planned[question].by_name) return About::kNothing;
  const std::optional<rules::FieldUseId> field = plan.questions[question].plain_field();
  if (!field) return About::kNothing;
  const std::string_view name = rules::field(program.fields[*field].field).name;
  if (name == "fd.name") return About::kName;
  if (name == "fd.nameraw") return About::kRawName;
  if (name == "fd.directory") return About::kDirectory;
  return name == "fd.filename" ? About::kFileName : About::kNothing;
}

bool NameMatcher::applies(const QuestionPlan& plan, const rules::Program& program) {
  return std::all_of(plan.of_descriptors.begin(), plan.of_descriptors.end(), [&](QuestionId question) {
    return !plan.planned[question].by_name || about(plan, program, question) != About::kNothing;
  });
}

NameMatcher::NameMatcher(const QuestionPlan& plan, const rules::Program& program) {
  for (const QuestionId question : plan.of_descriptors) {
    Part& part = parts_.emplace_back();
    part.about = about(plan, program, question);
    if (part.about == About::kNothing) continue;
    part.matcher = &plan.questions[question].matcher();
    part.first = words_;
    part.words = plan.questions[question].words();
    part.rows = RowSet<uint64_t>(part.words);
    words_ += part.words;
    asking_.push_back(parts_.size() - 1);
  }
}

// What the field of that name gives; nothing: it is missing.
std::optional<std::string_view> NameMatcher::text_of(About about, FdType type, std::string_view name,
                                                     std::string_view raw_name) {
  switch (about) {
    case About::kName:
      return name;
    case About::kRawName:
      if (!has_repeated_slashes(raw_name)) return raw_name;
      raw_ = raw_name;
      drop_repeated_slashes(raw_);
      return raw_;
    case About::kFileName:
      return type == FdType::kFile ? std::optional(file_name_of(name)) : std::nullopt;
    case About::kDirectory:
    case About::kNothing:
      break;
  }
  return std::nullopt;
}

uint32_t NameMatcher::number_of(std::string_view directory) {
  const TextClasses::Fingerprint fingerprint = TextClasses::of(directory);
  uint32_t number = directories_.find(fingerprint);
  if (number != TextClasses::kUnknown) return number;
  if (directories_.bytes() + learned_bytes_ > kMaxBytes) forget_directories();
  for (const size_t place : asking_) learn(parts_[place], directory);
  number = directory_count_++;
  directories_.add(fingerprint, number);
  return number;
}

void NameMatcher::learn(Part& part, std::string_view directory) {
  if (part.about == About::kDirectory) {
    row_.resize(part.words);
    part.matcher->answer(directory, scratch_, row_);
    part.row_of_directory.push_back(part.rows.number_of(row_));
    learned_bytes_ += sizeof(uint32_t) + part.words * sizeof(uint64_t);
  } else if (part.about == About::kName) {
    part.beginnings.push_back(part.matcher->read(std::string(directory) + '/'));
    learned_bytes_ += sizeof(part.beginnings[0]) + part.beginnings.back().found.size() * sizeof(uint32_t);
  }
}

void NameMatcher::forget_directories() {
  directories_.clear();
  directory_count_ = 0;
  learned_bytes_ = 0;
  for (const size_t place : asking_) {
    Part& part = parts_[place];
    part.rows.clear();
    part.row_of_directory.clear();
    part.beginnings.clear();
  }
}

void NameMatcher::answer(FdType type, std::string_view name, std::string_view raw_name,
                         std::span<uint64_t> row) {
  const bool has_directory = type == FdType::kFile || type == FdType::kDirectory;
  const std::string_view directory = type == FdType::kFile ? directory_of(name) : name;
  const uint32_t number = has_directory ? number_of(directory) : 0;
  const bool below =
      type == FdType::kFile && directory.data() == name.data() && directory.size() < name.size();
  for (const size_t place : asking_) {
    Part& part = parts_[place];
    const std::span<uint64_t> its = row.subspan(part.first, part.words);
    if (part.about == About::kDirectory && has_directory) {
      const std::span<const uint64_t> found = part.rows[part.row_of_directory[number]];
      std::copy(found.begin(), found.end(), its.begin());
    } else if (part.about == About::kName && below) {
      part.matcher->answer(name, part.beginnings[number], scratch_, its);
    } else if (const auto text = text_of(part.about, type, name, raw_name)) {
      part.matcher->answer(*text, scratch_, its);
    } else {
      std::fill(its.begin(), its.end(), 0);
    }
  }
}

}  // namespace sysreel
