#include "rules/field.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "rules/event_names.h"
#include "rules/field_use.h"

namespace sysreel::rules {
namespace {

TEST_CASE("the table is complete and every row is documented") {
  std::set<std::string_view> names;
  size_t ours = 0;
  for (const Field& row : all_fields()) {
    CAPTURE(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(field_named(row.name) == row.id);
    CHECK(&field(row.id) == &row);
    CHECK(row.doc.size() > 3);
    CHECK(row.doc.ends_with('.') != row.doc.ends_with("…"));
    CHECK((row.argument == ArgumentRule::kNone || row.has(kIndexArgument) || row.has(kKeyArgument)));
    ours += row.has(kOurs) ? 1 : 0;
  }
  CHECK(names.size() - ours == 425);
  CHECK_FALSE(field_named("proc.nam").has_value());
}

struct Row {
  const char* source;
  const char* text;
  const char* result;  // "text|key|index" or "?" unknown or "!" wrong argument
};

constexpr Row kNames[] = {
    {"syscall", "proc.name", "proc.name||"},
    {"syscall", "proc.name[0]", "?"},
    {"syscall", "proc.nam", "?"},
    {"syscall", "proc.aname", "proc.aname||"},
    {"syscall", "proc.aname[2]", "proc.aname[2]||2"},
    {"syscall", "proc.aname[-1]", "proc.aname[-1]||"},
    {"syscall", "proc.aname[x]", "?"},
    {"syscall", "proc.env[PATH]", "proc.env[PATH]|PATH|"},
    {"syscall", "proc.env[3]", "proc.env[3]|3|3"},
    {"syscall", "evt.arg", "!"},
    {"syscall", "evt.arg.flags", "evt.arg.flags|flags|"},
    {"syscall", "evt.arg[1]", "evt.arg[1]||1"},
    {"syscall", "evt.arg[x]", "!"},
    {"syscall", "evt.arg.frob", "!"},
    {"syscall", "evt.arg.fdx", "?"},
    {"syscall", "evt.rawarg[1]", "!"},
    {"syscall", "evt.rawarg.res", "evt.rawarg.res|res|"},
    {"syscall", "evt.type.is.open", "evt.type.is.open|open|"},
    {"syscall", "evt.type.is.frob", "?"},
    {"syscall", "evt.abspath", "evt.abspath||"},
    {"syscall", "evt.abspath.src", "evt.abspath.src|src|"},
    {"syscall", "evt.abspath.x", "?"},
    {"syscall", "evt.abspath[src]", "?"},
    {"syscall", "thread.cgroup.cpu", "thread.cgroup.cpu|cpu|"},
    {"syscall", "thread.cgroup.cpu1", "?"},
    {"syscall", "thread.cgroup", "!"},
    {"syscall", "container.label[a.b/c]", "container.label[a.b/c]|a.b/c|"},
    {"syscall", "container.label[]", "container.label[]||"},
    {"syscall", "container.label", "!"},
    {"syscall", "container.id[0]", "!"},
    {"syscall", "container.mount.dest[/etc*]", "container.mount.dest[/etc*]|/etc*|"},
    {"syscall", "ka.verb", "?"},
    {"syscall", "fd.types[1]", "fd.types[1]||1"},
    {"k8s_audit", "ka.verb", "ka.verb||"},
    {"k8s_audit", "proc.name", "?"},
    {"k8s_audit", "evt.num", "evt.num||"},
    {"k8s_audit", "evt.type", "?"},
    {"k8s_audit", "ka.req.pod.containers.image[0]", "ka.req.pod.containers.image[0]||0"},
    {"k8s_audit", "ka.req.pod.containers.image[x]", "?"},
    {"k8s_audit", "ka.target.labels.a.b/c", "ka.target.labels.a.b/c|a.b/c|"},
    {"k8s_audit", "ka.target.labels[a.b/c]", "ka.target.labels[a.b/c]|a.b/c|"},
    {"k8s_audit", "ka.target.labels", "!"},
    {"k8s_audit", "jevt.value[/a/0]", "jevt.value[/a/0]|/a/0|"},
    {"linux_audit", "audit.key", "audit.key||"},
    {"linux_audit", "audit.PATH.name", "audit.PATH.name|PATH.name|"},
    {"linux_audit", "audit.path.name", "?"},
    {"linux_audit", "audit.PATH", "?"},
    {"syscall", "audit.PATH.name", "?"},
};

TEST_CASE("names and arguments") {
  for (const Row& row : kNames) {
    CAPTURE(std::string(row.text));
    const FieldLookup lookup = find_field_text(row.text, {row.source, false});
    std::string result = lookup.unknown ? "?" : "!";
    if (lookup.use) {
      result = lookup.use->text + "|" + lookup.use->key + "|";
      if (lookup.use->has_index) result += std::to_string(lookup.use->index);
    } else {
      CHECK_FALSE(lookup.message.empty());
    }
    CHECK(result == row.result);
  }
  CHECK(find_field_text("proc.nmae", {}).hint == "did you mean proc.name?");
  CHECK(find_field_text("ka.verb", {}).hint == "it belongs to source k8s_audit");
  CHECK(find_field_text("ka.req.labels.x", {"k8s_audit", true}).unknown);
}

TEST_CASE("what evt.rawarg holds follows from the argument") {
  CHECK(type_of(*find_field_text("evt.rawarg.res", {}).use) == FieldType::kInt64);
  CHECK(type_of(*find_field_text("evt.rawarg.flags", {}).use) == FieldType::kUint64);
  CHECK(type_of(*find_field_text("evt.rawarg.name", {}).use) == FieldType::kString);
  CHECK(type_of(*find_field_text("evt.rawarg.addr", {}).use) == FieldType::kDynamic);
  CHECK(multiplicity_of(*find_field_text("proc.aname", {}).use) == Multiplicity::kAncestors);
  CHECK(multiplicity_of(*find_field_text("proc.aname[1]", {}).use) == Multiplicity::kSingle);
}

TEST_CASE("event names") {
  CHECK(falco_events().size() == 194);
  CHECK(is_event_name("openat2"));
  CHECK(is_event_name("pivot_root"));
  CHECK(is_event_name("syscall"));
  CHECK_FALSE(is_event_name("openat3"));
  for (size_t i = 1; i < falco_events().size(); ++i)
    CHECK(falco_events()[i - 1].name < falco_events()[i].name);
  for (size_t i = 1; i < generic_calls().size(); ++i) CHECK(generic_calls()[i - 1] < generic_calls()[i]);
  for (size_t i = 1; i < event_arguments().size(); ++i)
    CHECK(event_arguments()[i - 1].name < event_arguments()[i].name);
}

}  // namespace
}  // namespace sysreel::rules
