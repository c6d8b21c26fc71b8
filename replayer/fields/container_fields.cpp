// container.*, k8s.*: which container the thread runs in, from its cgroups, and what container events and
// scans have told of it. Of a container of which nothing is told, everything but its id is missing; on the
// host its name and type are "host".
#include "replayer/fields/container_of.h"
#include "replayer/fields/container_text.h"
#include "replayer/fields/extractor.h"

namespace sysreel {
namespace {

using rules::Value;

bool on_host(const FieldContext& context) {
  return full_container_id(*context.thread()).empty();
}
// Null on the host and when nothing is known.
const Container* container_of_thread(const FieldContext& context) {
  if (context.thread() == nullptr || on_host(context)) return nullptr;
  return context.state->containers.find(short_container_id(*context.thread()));
}

Value text_or_missing(std::string_view text) {
  return text.empty() ? Value{} : Value::of_text(text);
}

Value short_id(const FieldContext& context, const BoundField&) {
  if (context.thread() == nullptr) return {};
  return Value::of_text(on_host(context) ? "host" : short_container_id(*context.thread()));
}
Value full_id(const FieldContext& context, const BoundField&) {
  if (context.thread() == nullptr) return {};
  return Value::of_text(on_host(context) ? "host" : full_container_id(*context.thread()));
}

template <std::string Container::*text>
Value told(const FieldContext& context, const BoundField&) {
  const Container* container = container_of_thread(context);
  return container == nullptr ? Value{} : text_or_missing(container->*text);
}
template <std::string Container::*text>
Value told_or_host(const FieldContext& context, const BoundField& field) {
  if (context.thread() != nullptr && on_host(context)) return Value::of_text("host");
  return told<text>(context, field);
}
template <bool Container::*flag>
Value shares(const FieldContext& context, const BoundField&) {
  const Container* container = container_of_thread(context);
  return container == nullptr ? Value{} : Value::of_bool(container->*flag);
}
Value privileged(const FieldContext& context, const BoundField&) {
  const Container* container = container_of_thread(context);
  return container == nullptr || !container->privileged_known ? Value{}
                                                              : Value::of_bool(container->privileged);
}

// Falco takes the start of the pid namespace's first process.
Value start(const FieldContext& context, const BoundField&) {
  if (context.thread() == nullptr || on_host(context) || context.thread()->pidns_start_time == 0) return {};
  return Value::of_uint(context.thread()->pidns_start_time);
}
Value duration(const FieldContext& context, const BoundField& field) {
  const Value begun = start(context, field);
  return begun.missing() ? Value{} : Value::of_int(static_cast<int64_t>(context.step->wall_time - begun.u));
}

Value mounts(const FieldContext& context, const BoundField&) {
  const Container* container = container_of_thread(context);
  if (container == nullptr || container->mounts.empty()) return {};
  std::string& text = context.arena->text();
  for (const ContainerMount& mount : container->mounts) {
    if (!text.empty()) text += ',';
    append_mount(text, mount);
  }
  return Value::of_text(text);
}

// By index, or by a pattern of what is asked least: the destination for the source, else the source.
const ContainerMount* mount_named(const FieldContext& context, const BoundField& field, bool by_destination) {
  const Container* container = container_of_thread(context);
  if (container == nullptr) return nullptr;
  if (field.has_index())
    return field.index() < container->mounts.size() ? &container->mounts[field.index()] : nullptr;
  for (const ContainerMount& mount : container->mounts) {
    if (fits_pattern(by_destination ? mount.destination : mount.source, field.key())) return &mount;
  }
  return nullptr;
}

Value mount(const FieldContext& context, const BoundField& field) {
  const ContainerMount* found = mount_named(context, field, false);
  if (found == nullptr) return {};
  std::string& text = context.arena->text();
  append_mount(text, *found);
  return Value::of_text(text);
}
template <std::string ContainerMount::*part, bool by_destination>
Value mount_part(const FieldContext& context, const BoundField& field) {
  const ContainerMount* found = mount_named(context, field, by_destination);
  return found == nullptr ? Value{} : Value::of_text(found->*part);
}
Value mount_writable(const FieldContext& context, const BoundField& field) {
  const ContainerMount* found = mount_named(context, field, false);
  return found == nullptr ? Value{} : Value::of_text(found->writable ? "true" : "false");
}

using Labels = std::vector<std::pair<std::string, std::string>>;

template <Labels Container::*labels>
Value one_label(const FieldContext& context, const BoundField& field) {
  const Container* container = container_of_thread(context);
  const std::string* value = container == nullptr ? nullptr : label_of(container->*labels, field.key());
  return value == nullptr ? Value{} : Value::of_text(*value);
}
template <Labels Container::*labels>
Value all_labels(const FieldContext& context, const BoundField&) {
  const Container* container = container_of_thread(context);
  if (container == nullptr) return {};
  std::string& text = context.arena->text();
  append_labels(text, container->*labels);
  return text_or_missing(text);
}

constexpr std::string_view kPodName = "io.kubernetes.pod.name";
constexpr std::string_view kPodNamespace = "io.kubernetes.pod.namespace";
constexpr std::string_view kPodUid = "io.kubernetes.pod.uid";

template <const std::string_view& label>
Value pod_label(const FieldContext& context, const BoundField&) {
  const Container* container = container_of_thread(context);
  if (container == nullptr) return {};
  if (const std::string* value = label_of(container->labels, label)) return Value::of_text(*value);
  std::string& text = context.arena->text();
  return pod_part_of_name(text, container->name,
                          label == kPodName        ? 2
                          : label == kPodNamespace ? 3
                                                   : 4)
             ? Value::of_text(text)
             : Value{};
}
Value short_sandbox(const FieldContext& context, const BoundField&) {
  const Container* container = container_of_thread(context);
  return container == nullptr
             ? Value{}
             : text_or_missing(std::string_view(container->sandbox_id).substr(0, kShortIdLength));
}

constexpr ExtractorRow of_container(std::string_view name, Extract extract) {
  ExtractorRow row{name, Scope::kThread, extract};
  row.of_container = true;
  return row;
}

constexpr ExtractorRow kRows[] = {
    of_container("container.id", short_id),
    of_container("container.full_id", full_id),
    of_container("container.name", told_or_host<&Container::name>),
    of_container("container.type", told_or_host<&Container::type>),
    of_container("container.image", told<&Container::image>),
    of_container("container.image.id", told<&Container::image_id>),
    of_container("container.image.repository", told<&Container::repository>),
    of_container("container.image.tag", told<&Container::tag>),
    of_container("container.image.digest", told<&Container::digest>),
    of_container("container.privileged", privileged),
    of_container("container.mounts", mounts),
    of_container("container.mount", mount),
    of_container("container.mount.source", mount_part<&ContainerMount::source, true>),
    of_container("container.mount.dest", mount_part<&ContainerMount::destination, false>),
    of_container("container.mount.mode", mount_part<&ContainerMount::mode, false>),
    of_container("container.mount.rdwr", mount_writable),
    of_container("container.mount.propagation", mount_part<&ContainerMount::propagation, false>),
    {"container.start_ts", Scope::kThread, start},
    {"container.duration", Scope::kEvent, duration},
    of_container("container.ip", told<&Container::ip>),
    of_container("container.cni.json", told<&Container::cni_json>),
    of_container("container.host_pid", shares<&Container::host_pid>),
    of_container("container.host_network", shares<&Container::host_network>),
    of_container("container.host_ipc", shares<&Container::host_ipc>),
    of_container("container.label", one_label<&Container::labels>),
    of_container("container.labels", all_labels<&Container::labels>),
    of_container("k8s.pod.name", pod_label<kPodName>),
    of_container("k8s.ns.name", pod_label<kPodNamespace>),
    of_container("k8s.pod.id", pod_label<kPodUid>),
    of_container("k8s.pod.uid", pod_label<kPodUid>),
    of_container("k8s.pod.sandbox_id", short_sandbox),
    of_container("k8s.pod.full_sandbox_id", told<&Container::sandbox_id>),
    of_container("k8s.pod.label", one_label<&Container::sandbox_labels>),
    of_container("k8s.pod.labels", all_labels<&Container::sandbox_labels>),
    of_container("k8s.pod.ip", told<&Container::ip>),
    of_container("k8s.pod.cni.json", told<&Container::cni_json>),
};

}  // namespace

std::span<const ExtractorRow> container_extractors() {
  return kRows;
}

}  // namespace sysreel
