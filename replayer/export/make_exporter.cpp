#include "replayer/export/make_exporter.h"

#include "replayer/export/scap_exporter.h"
#include "replayer/export/sqlite_exporter.h"
#include "replayer/export/text_exporter.h"

namespace sysreel {

std::unique_ptr<Exporter> make_exporter(std::string_view format, ByteSink& sink) {
  if (format == "scap") return std::make_unique<ScapExporter>(sink);
  if (format == "jsonl") return std::make_unique<TextExporter>(sink, LineFormat::kJsonLines);
  if (format == "csv") return std::make_unique<TextExporter>(sink, LineFormat::kCsv);
  if (format == "timesketch") return std::make_unique<TextExporter>(sink, LineFormat::kTimesketch);
  if (format == "sqlite") return std::make_unique<SqliteExporter>(sink);
  return nullptr;
}

}  // namespace sysreel
