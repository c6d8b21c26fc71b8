#include "replayer/commands/keygen.h"

#include "base/escape.h"
#include "format/keys.h"

namespace sysreel {

int run_keygen(const std::string& name, Console& console) {
  if (const Status status = generate_key_files(name); !status.ok()) {
    console.err << "sysreel: " << terminal_safe(status.error().message) << '\n';
    return kExitUnusable;
  }
  const std::string shown = terminal_safe(name);
  console.out << shown << ".sign.key  signs: sysreel-record --sign; keep it secret\n"
              << shown << ".sign.pub  checks: sysreel verify --pubkey\n"
              << shown
              << ".seal.key  opens: sysreel ... --key; keep it secret, and away from the recorded host\n"
              << shown << ".seal.pub  seals: sysreel-record --encrypt-to\n";
  return kExitDone;
}

}  // namespace sysreel
