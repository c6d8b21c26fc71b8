// The techniques of MITRE ATT&CK for Enterprise, as rules name them in tags (T1059.004, also in lower case).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sysreel {

inline constexpr std::string_view kAttackVersion = "17";

struct AttackTechnique {
  std::string_view id;                    // "T1059.004"
  std::string_view name;                  // "Unix Shell"
  std::vector<std::string_view> tactics;  // "execution", in the matrix's own order
};

// The tactics in the order of a matrix's columns.
const std::vector<std::string_view>& attack_tactics();

// Nothing: the tag does not look like a technique, or names one that ATT&CK does not have.
std::optional<AttackTechnique> attack_technique(std::string_view tag);
// T and digits, perhaps a dot and digits: meant as a technique, whether it exists or not.
bool looks_like_technique(std::string_view tag);

}  // namespace sysreel
