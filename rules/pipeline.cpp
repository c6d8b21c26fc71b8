#include "rules/pipeline.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "rules/item_reader.h"
#include "rules/lint.h"
#include "rules/rule_compiler.h"

namespace sysreel::rules {
namespace {

// Most of a load is the YAML reader, and files know nothing of each other: they are read side by side.
std::vector<LoadedFile> read_documents(std::vector<SourceFile> files) {
  constexpr size_t kWorthThreads = size_t{32} << 10;
  size_t bytes = 0;
  for (const SourceFile& file : files) bytes += file.text.size();
  std::vector<LoadedFile> loaded(files.size());
  std::atomic<size_t> next = 0;
  const auto read = [&] {
    for (size_t i = next++; i < files.size(); i = next++)
      loaded[i] = {std::move(files[i].name), YamlDocument::parse(std::move(files[i].text))};
  };
  std::vector<std::thread> others;
  if (bytes > kWorthThreads) {
    const size_t cores = std::max(1U, std::thread::hardware_concurrency());
    for (size_t i = 1; i < std::min(files.size(), cores); ++i) others.emplace_back(read);
  }
  read();
  for (std::thread& other : others) other.join();
  return loaded;
}

// Items of all files. False: a file is no YAML, so that some may be missing.
bool read_all_items(const std::vector<LoadedFile>& files, LoadLog& log, std::vector<Item>& items) {
  bool complete = true;
  for (uint32_t i = 0; i < files.size(); ++i) {
    if (const auto& error = files[i].document.error()) {
      log.add_at(Severity::kError, "LOAD_ERR_YAML_PARSE", i, error->at, error->message);
      complete = false;
      continue;
    }
    for (Item& item : read_items(files[i].document, i, log)) items.push_back(std::move(item));
  }
  return complete;
}

std::vector<std::string> known_sources(const LoadOptions& options) {
  if (!options.sources.empty()) return options.sources;
  if (options.falco_compatible) return {"syscall", "k8s_audit"};
  return {"syscall", "k8s_audit", "linux_audit"};
}

void warn_about_unused(const Collection& collection, const ListExpander& lists, const Resolved& resolved,
                       LoadLog& log) {
  for (const MacroDefinition& macro : collection.macros.all()) {
    const Macro* known = resolved.macros.find(macro.name.text);
    if (known != nullptr && !known->used)
      log.warning("LOAD_UNUSED_MACRO", {"macro", macro.name.text}, macro.name.at,
                  "no rule or macro uses this macro");
  }
  for (const ListDefinition& list : collection.lists.all())
    if (!lists.used(list.name.text))
      log.warning("LOAD_UNUSED_LIST", {"list", list.name.text}, list.name.at,
                  "no rule, macro or list uses this list");
}

std::unique_ptr<Pipeline> load_together(std::vector<SourceFile> files, const LoadOptions& options) {
  auto made = std::make_unique<Pipeline>();
  made->files = read_documents(std::move(files));
  LoadLog log(made->files, made->result.diagnostics);
  std::vector<Item> items;
  const bool complete = read_all_items(made->files, log, items);
  // From here on no file is read again; every text knows the scalar that it came from.
  made->collection = merge(std::move(items), {options.falco_compatible, known_sources(options)}, log);
  // From here on each name means one thing.
  made->lists = std::make_unique<ListExpander>(made->collection, options.falco_compatible);
  resolve(made->collection, {options.falco_compatible, !complete}, *made->lists, log, made->resolved);
  // From here on conditions are trees, whose macros exist and end.
  made->conditions = compile_rules(made->resolved, options, log, made->result.program);
  if (!made->result.diagnostics.has_errors()) {
    warn_about_unused(made->collection, *made->lists, made->resolved, log);
    // Nothing below changes what the rules mean.
    if (options.lint)
      lint({made->collection, made->resolved, made->conditions, made->result.program, *made->lists}, log);
  }
  return made;
}

// Falco compiles everything that it has after each file, and stops at the first that does not load: a rule
// cannot use a macro of a later file.
std::unique_ptr<Pipeline> load_one_by_one(const std::vector<SourceFile>& files, const LoadOptions& options) {
  Diagnostics seen;
  std::set<std::string> texts;
  std::unique_ptr<Pipeline> made;
  for (size_t count = 1; count <= files.size(); ++count) {
    made = load_together({files.begin(), files.begin() + static_cast<ptrdiff_t>(count)}, options);
    for (const Diagnostic& diagnostic : made->result.diagnostics.all())
      if (texts.insert(to_json_line(diagnostic)).second) seen.add(diagnostic);
    if (made->result.diagnostics.has_errors()) break;
  }
  made->result.diagnostics = std::move(seen);
  return made;
}

}  // namespace

std::unique_ptr<Pipeline> run_pipeline(std::vector<SourceFile> files, const LoadOptions& options) {
  return options.falco_compatible && files.size() > 1 ? load_one_by_one(files, options)
                                                      : load_together(std::move(files), options);
}

RuleSet load(std::vector<SourceFile> files, const LoadOptions& options) {
  return std::move(run_pipeline(std::move(files), options)->result);
}

}  // namespace sysreel::rules
