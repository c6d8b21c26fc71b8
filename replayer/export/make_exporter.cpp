#include "replayer/export/make_exporter.h"

#include "replayer/export/scap_exporter.h"

namespace sysreel {

std::unique_ptr<Exporter> make_exporter(std::string_view format, ByteSink& sink) {
  if (format == "scap") return std::make_unique<ScapExporter>(sink);
  return nullptr;
}

}  // namespace sysreel
