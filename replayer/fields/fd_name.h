// What fd.* fields say about the event's descriptor, also where there is none to be found.
#pragma once

#include "replayer/fields/extractor.h"

namespace sysreel {

// Falco gives fd.* only for events that use, make or destroy a descriptor.
inline bool concerns_descriptor(const FieldContext& context) {
  return context.thread() != nullptr &&
         (context.step->kind->flags & (kCreatesFd | kUsesFd | kDestroysFd)) != 0;
}
inline const Descriptor* descriptor_of(const FieldContext& context) {
  return concerns_descriptor(context) ? context.step->descriptor : nullptr;
}

// The name that a failed or unseen open was about; empty for kinds that name nothing. False: missing.
bool name_from_event(const FieldContext& context, bool raw, std::string& name);
// Where the thread's relative paths begin for the parameter `dirfd_param` (-1: working directory).
std::string_view base_for(const FieldContext& context, int dirfd_param);

}  // namespace sysreel
