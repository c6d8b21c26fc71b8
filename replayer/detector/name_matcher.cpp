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
    part.directory_rows = RowSet<uint64_t>(part.words);
    words_ += part.words;
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
    case About::kDirectory:
      if (type == FdType::kDirectory) return name;
      return type == FdType::kFile ? std::optional(directory_of(name)) : std::nullopt;
    case About::kFileName:
      return type == FdType::kFile ? std::optional(file_name_of(name)) : std::nullopt;
    case About::kNothing:
      break;
  }
  return std::nullopt;
}

void NameMatcher::answer_directory(Part& part, std::string_view directory, std::span<uint64_t> row) {
  const TextClasses::Fingerprint fingerprint = TextClasses::of(directory);
  uint32_t known = part.directories.find(fingerprint);
  if (known == TextClasses::kUnknown) {
    part.matcher->answer(directory, scratch_, row);
    known = part.directory_rows.number_of(row);
    if (part.directories.bytes() + part.directory_rows.bytes() > kMaxBytes) {
      part.directories.clear();
      part.directory_rows.clear();
      return;
    }
    part.directories.add(fingerprint, known);
  }
  const std::span<const uint64_t> found = part.directory_rows[known];
  std::copy(found.begin(), found.end(), row.begin());
}

void NameMatcher::answer(FdType type, std::string_view name, std::string_view raw_name,
                         std::span<uint64_t> row) {
  for (Part& part : parts_) {
    if (part.about == About::kNothing) continue;
    const std::span<uint64_t> its = row.subspan(part.first, part.words);
    const std::optional<std::string_view> text = text_of(part.about, type, name, raw_name);
    if (!text) {
      std::fill(its.begin(), its.end(), 0);
    } else if (part.about == About::kDirectory) {
      answer_directory(part, *text, its);
    } else {
      part.matcher->answer(*text, scratch_, its);
    }
  }
}

}  // namespace sysreel
