// The formats of `sysreel export` by name.
#pragma once

#include <memory>
#include <string_view>

#include "replayer/export/exporter.h"

namespace sysreel {

// The sink outlives the exporter. Null: there is no such format.
std::unique_ptr<Exporter> make_exporter(std::string_view format, ByteSink& sink);

}  // namespace sysreel
