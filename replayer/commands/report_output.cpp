#include "replayer/commands/report_output.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace sysreel {

ReportOutput parse_report_output(std::string_view text) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

Status check_outputs(const std::vector<ReportOutput>& outputs, const std::vector<std::string_view>& formats,
                     bool force) {
  for (const ReportOutput& output : outputs) {
    if (std::find(formats.begin(), formats.end(), output.format) == formats.end()) {
      std::string known;
      for (const std::string_view format : formats)
        known += (known.empty() ? "" : ", ") + std::string(format);
      return Error{ErrorCode::kInvalid,
                   "there is no report '" + output.format + "' here; there are " + known};
    }
    std::error_code error;
    if (!output.on_console() && !force && std::filesystem::is_regular_file(output.file, error))
      return Error{ErrorCode::kExists, output.file + " exists; --force overwrites it"};
  }
  return {};
}

Status write_report(const ReportOutput& output, std::string_view text, Console& console) {
  if (output.on_console()) {
    console.out << text;
    return {};
  }
  std::ofstream file(output.file, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return file ? Status{} : Status(Error{ErrorCode::kSystem, "cannot write " + output.file});
}

}  // namespace sysreel
