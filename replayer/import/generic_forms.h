// Generic forms: system calls that have parameters today, but that older versions of Falco recorded as
// generic ones, by their number alone. They are kinds of their own ("generic:mprotect", evt.type mprotect),
// because whoever follows state or parameters must not take what was never recorded for zeros.
#pragma once

#include "format/catalogue/catalogue.h"

namespace sysreel {

// The built-in catalogue with a generic form of every system call that has parameters.
Catalogue with_generic_forms();

}  // namespace sysreel
