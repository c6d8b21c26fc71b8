#include "recorder/audit_rule.h"

#include <doctest/doctest.h>
#include <linux/audit.h>

#include <cstring>
#include <string>

namespace sysreel {
namespace {

// "LIST ACTION calls: 2 257, fields: NUMBER OP VALUE …, texts"
std::string shown(std::string_view line) {
  const auto rule = parse_audit_rule(line);
  if (!rule.ok()) return rule.error().message;
  audit_rule_data data{};
  std::memcpy(&data, rule->data(), sizeof data);
  std::string text = std::to_string(data.flags) + ' ' + std::to_string(data.action) + ':';
  size_t calls = 0;
  std::string numbers;
  for (uint32_t call = 0; call < AUDIT_BITMASK_SIZE * 32; ++call) {
    if ((data.mask[call / 32] >> (call % 32) & 1) == 0) continue;
    ++calls;
    numbers += ' ' + std::to_string(call);
  }
  text += calls == AUDIT_BITMASK_SIZE * 32 ? " all" : numbers;
  for (uint32_t i = 0; i < data.field_count; ++i) {
    char operation[16];
    std::snprintf(operation, sizeof operation, "%x", data.fieldflags[i] >> 24);
    text += ", " + std::to_string(data.fields[i]) + ' ' + operation + ' ' + std::to_string(data.values[i]);
  }
  CHECK(data.buflen == rule->size() - sizeof data);
  return text + ' ' + std::string(rule->begin() + sizeof data, rule->end());
}

}  // namespace

TEST_CASE("rules as auditctl takes them") {
  struct Row {
    const char* line;
    const char* shown;
  };
  const Row rows[] = {
      {"-w /nonexistent/passwd -p wa -k id",
       "4 2: all, 105 40 19, 106 40 10, 210 40 2 /nonexistent/passwdid"},
      {"-w /etc/", "4 2: all, 107 40 4, 106 40 15 /etc"},
      {"-a always,exit -F arch=b64 -S execve,execveat -S 2 -k x",
       "4 2: 2 59 322, 11 40 3221225534, 210 40 1 x"},
      {"-a exit,always -F arch=b32 -S open", "4 2: 5, 11 40 1073741827 "},
      {"-A never,exit -F exe=/bin/a", "20 0: all, 112 40 6 /bin/a"},
      {"-a always,exit -S all -F 'auid>=1000' -F auid!=unset -F exit=-EACCES -F success=no -F a0&0x3",
       "4 2: all, 9 60 1000, 9 30 4294967295, 103 40 4294967283, 104 40 0, 200 8 3 "},
      {"-a always,exclude -F msgtype=1300", "5 2: all, 12 40 1300 "},
      {"-a always,exit -F uid=root -F \"dir=/a b\" -F perm=rx", "4 2: all, 1 40 0, 107 40 4, 106 40 5 /a b"},
      // What is refused.
      {"", "a rule begins with -a, -A or -w"},
      {"-D", "'-D' is no part of a rule: -w, -p, -k, -a, -A, -S and -F are"},
      {"-e 1", "'-e' is no part of a rule: -w, -p, -k, -a, -A, -S and -F are"},
      {"-b 8192", "'-b' is no part of a rule: -w, -p, -k, -a, -A, -S and -F are"},
      {"-a", "'-a' needs a value"},
      {"-a sometimes,exit", "'sometimes,exit' is not LIST,ACTION, such as always,exit"},
      {"-w relative", "-w wants an absolute path"},
      {"-w /a -p q", "permissions are letters of rwxa"},
      {"-w /a -k ''", "a text is empty or too long"},
      {"-a always,exit -S frobnicate", "no system call 'frobnicate' of this architecture"},
      {"-a always,exit -F colour=red", "no field 'colour'"},
      {"-a always,exit -F pid", "'pid' has no operator"},
      {"-a always,exit -F pid=x", "'x' is no value of pid"},
      {"-a always,exit -F arch=vax", "no architecture 'vax'"},
      {"-a always,exit -S open -F arch=b64", "arch stands before -S"},
      {"-w \"/a", "a quote is not closed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    CHECK(shown(row.line) == row.shown);
  }
  std::string many = "-a always,exit";
  for (int i = 0; i <= AUDIT_MAX_FIELDS; ++i) many += " -F pid=1";
  CHECK(shown(many) == "too many fields");
}

}  // namespace sysreel
