// VerifierLog: of what libbpf says while it loads programs, the words that tell why the kernel refused one.
#pragma once

#include <string>

namespace sysreel {

class VerifierLog {
 public:
  void clear() { text_.clear(); }
  // One message. Verifier logs come as one of up to 16 MiB, of which only the ends are kept.
  void add(std::string message);
  // Of a program that was refused the verifier's last words, else libbpf's first, which say what failed.
  std::string verdict() const;

 private:
  std::string text_;
};

}  // namespace sysreel
