// Containers: what container events and scans tell of the recorded host's containers, by their short ids.
//
// Every way in which Falco has written them is read: the JSON of container events since 2018, that of its
// container plugin's asynchronous events, and the older four values, which importers turn into such JSON. The
// text is kept as it came, so that a checkpoint can hand it on.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sysreel {

struct ContainerMount {
  std::string source;
  std::string destination;
  std::string mode;
  std::string propagation;
  bool writable = false;
};

// Empty texts: not told.
struct Container {
  std::string json;  // as it came
  std::string full_id;
  std::string name;
  std::string image;
  std::string image_id;
  std::string repository;
  std::string tag;
  std::string digest;
  std::string type;
  std::string ip;
  std::string cni_json;
  std::string sandbox_id;  // of its pod
  bool privileged_known = false;
  bool privileged = false;
  bool host_pid = false;
  bool host_network = false;
  bool host_ipc = false;
  std::vector<ContainerMount> mounts;
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<std::pair<std::string, std::string>> sandbox_labels;
};

// The value of a label; null when there is none.
const std::string* label_of(const std::vector<std::pair<std::string, std::string>>& labels,
                            std::string_view key);

class Containers {
 public:
  static constexpr size_t kMaxEntries = 1 << 16;
  static constexpr size_t kMaxJsonBytes = 1 << 20;

  // Takes {"container":{…}} or the inner object. What cannot be read, names no container or does not fit
  // changes nothing; false then.
  bool set(std::string_view json);
  void remove(std::string_view short_id);
  const Container* find(std::string_view short_id) const;

  // By id, in its order.
  const std::map<std::string, Container, std::less<>>& all() const { return by_id_; }

 private:
  std::map<std::string, Container, std::less<>> by_id_;
};

}  // namespace sysreel
