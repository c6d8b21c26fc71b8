// user.*, group.*: who the thread acts as. Numbers without a name give the text "<NA>", as in Falco; 0 is
// root even without a table.
#include "replayer/fields/container_of.h"
#include "replayer/fields/extractor.h"

namespace sysreel {
namespace {

using rules::Value;
using Getter = Value (*)(const FieldContext& context, const Thread& thread);

template <Getter getter>
Value own(const FieldContext& context, const BoundField&) {
  return context.thread() == nullptr ? Value{} : getter(context, *context.thread());
}

const User* user_of(const FieldContext& context, const Thread& thread, uint32_t uid) {
  return context.state->accounts.user(short_container_id(thread), uid);
}

Value uid(const FieldContext&, const Thread& thread) {
  return Value::of_uint(thread.uid);
}
Value gid(const FieldContext&, const Thread& thread) {
  return Value::of_uint(thread.gid);
}

Value user_name(const FieldContext& context, const Thread& thread) {
  if (const User* user = user_of(context, thread, thread.uid)) return Value::of_text(user->name);
  return Value::of_text(thread.uid == 0 ? "root" : "<NA>");
}
Value home(const FieldContext& context, const Thread& thread) {
  if (const User* user = user_of(context, thread, thread.uid)) return Value::of_text(user->home);
  return Value::of_text(thread.uid == 0 ? "/root" : "<NA>");
}
Value shell(const FieldContext& context, const Thread& thread) {
  const User* user = user_of(context, thread, thread.uid);
  return Value::of_text(user != nullptr ? std::string_view(user->shell) : "<NA>");
}
Value login_uid(const FieldContext&, const Thread& thread) {
  return Value::of_int(thread.login_uid == kNoId ? -1 : int64_t{thread.login_uid});
}
Value login_name(const FieldContext& context, const Thread& thread) {
  if (const User* user = user_of(context, thread, thread.login_uid)) return Value::of_text(user->name);
  return Value::of_text(thread.login_uid == 0 ? "root" : "<NA>");
}
Value group_name(const FieldContext& context, const Thread& thread) {
  const std::string* group = context.state->accounts.group(short_container_id(thread), thread.gid);
  if (group != nullptr) return Value::of_text(*group);
  return Value::of_text(thread.gid == 0 ? "root" : "<NA>");
}

constexpr ExtractorRow kRows[] = {
    {"user.uid", Scope::kThread, own<uid>},
    {"user.name", Scope::kThread, own<user_name>},
    {"user.homedir", Scope::kThread, own<home>},
    {"user.shell", Scope::kThread, own<shell>},
    {"user.loginuid", Scope::kThread, own<login_uid>},
    {"user.loginname", Scope::kThread, own<login_name>},
    {"group.gid", Scope::kThread, own<gid>},
    {"group.name", Scope::kThread, own<group_name>},
};

}  // namespace

std::span<const ExtractorRow> user_extractors() {
  return kRows;
}

}  // namespace sysreel
