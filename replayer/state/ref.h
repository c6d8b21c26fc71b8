// Ref<T>: shared ownership inside one replay.
//
// A counted pointer without atomics, because state belongs to one thread; forks share program images and
// descriptors by the thousand, and std::shared_ptr would pay for locking and a control block each. T derives
// from RefCounted.
#pragma once

#include <cstdint>
#include <utility>

namespace sysreel {

class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) {}  // a copy is nobody's yet
  RefCounted& operator=(const RefCounted&) { return *this; }
  bool shared() const { return references_ > 1; }

 private:
  template <typename T>
  friend class Ref;
  uint32_t references_ = 0;
};

template <typename T>
class Ref {
 public:
  Ref() = default;
  explicit Ref(T* object) : object_(object) { retain(); }
  Ref(const Ref& other) : object_(other.object_) { retain(); }
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    swap(other);
    return *this;
  }
  ~Ref() { release(); }

  template <typename... Args>
  static Ref make(Args&&... args) {
    return Ref(new T(std::forward<Args>(args)...));
  }

  T* get() const { return object_; }
  T* operator->() const { return object_; }
  T& operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }
  void reset() { Ref().swap(*this); }
  void swap(Ref& other) noexcept { std::swap(object_, other.object_); }

 private:
  void retain() {
    if (object_ != nullptr) ++object_->references_;
  }
  void release() {
    if (object_ != nullptr && --object_->references_ == 0) delete object_;
  }

  T* object_ = nullptr;
};

}  // namespace sysreel
