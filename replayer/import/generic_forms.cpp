#include "replayer/import/generic_forms.h"

#include <cassert>
#include <string>

namespace sysreel {

Catalogue with_generic_forms() {
  Catalogue catalogue = Catalogue::builtin();
  const KindId generic = catalogue.find("syscall");
  assert(generic != kNoKind);
  for (const EventKind& call : Catalogue::builtin().kinds()) {
    if (!call.has(kSyscall) || call.has(kGeneric)) continue;
    const std::string name = std::string(kGenericFormPrefix).append(call.name);
    EventKind form = catalogue.kind(generic);
    form.name = name;
    form.flags = kSyscall | kGeneric | kGenericForm;
    catalogue.add_foreign(form);
  }
  return catalogue;
}

}  // namespace sysreel
