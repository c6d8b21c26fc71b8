// Result<T>: a value, or why bytes or the system did not give one.
//
// For bad bytes and failed system calls (STYLE §5b). Bad *user input* goes to Diagnostics instead, where
// several problems are collected with their places; our own bugs are assertions.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace sysreel {

// Closed on purpose: a caller may switch over it.
enum class ErrorCode : uint8_t {
  kCorrupt,      // the bytes are not what their own header says
  kTruncated,    // the bytes end too early
  kUnsupported,  // well-formed, but newer or stranger than this build
  kLimit,        // a size from outside exceeds what we accept
  kNotFound,
  kExists,
  kPermission,
  kSystem,   // any other failed system call; the message carries errno's text
  kInvalid,  // an argument of the user that cannot be used
};

struct Error {
  ErrorCode code = ErrorCode::kInvalid;
  std::string message;          // complete sentence for the user, without a trailing full stop
  uint64_t offset = kNoOffset;  // byte offset in the input where that is known
  static constexpr uint64_t kNoOffset = ~uint64_t{0};
};

template <typename T>
class [[nodiscard]] Result {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a function returns either by its plain value
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): a function returns either by its plain value
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a function returns either by its plain value
  Result(Error error) : error_(std::move(error)), ok_(false) {}

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const Error& error() const& { return error_; }
  Error&& error() && { return std::move(error_); }

 private:
  Error error_;
  bool ok_ = true;
};

using Status = Result<void>;

}  // namespace sysreel

// Hands an error on to the caller. The expression is evaluated once.
#define SYSREEL_RETURN_IF_ERROR(expression)                                            \
  do {                                                                                 \
    if (auto status_ = (expression); !status_.ok()) return std::move(status_).error(); \
  } while (false)
