// Answers: what the rules' predicates said about one object (a thread, a descriptor), remembered until the
// object changes.
//
// All answers together are one number, the object's class; what it stands for is the detector's business.
// Whoever changes the object calls clear(). `epoch` lets state and detector forget the classes of all objects
// at once.
#pragma once

#include <cstdint>

namespace sysreel {

class Answers {
 public:
  static constexpr uint32_t kUnknown = 0xffffffff;

  uint32_t get(uint64_t epoch) const { return epoch == epoch_ ? class_ : kUnknown; }
  void set(uint32_t object_class, uint64_t epoch) {
    class_ = object_class;
    epoch_ = epoch;
  }
  void clear() { class_ = kUnknown; }

 private:
  uint64_t epoch_ = 0;
  uint32_t class_ = kUnknown;
};

// Of a thread, which is asked about itself and, once for all its children, about their ancestors.
struct ThreadAnswers {
  Answers own;
  Answers as_ancestor;

  void clear() {
    own.clear();
    as_ancestor.clear();
  }
};

}  // namespace sysreel
