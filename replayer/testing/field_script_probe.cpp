// Answers a field script from standard input: for tests that describe events of another engine's tests.
#include <iostream>
#include <iterator>
#include <string>

#include "replayer/testing/field_script.h"

int main() {
  const std::string script{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  std::cout << sysreel::answered(script);
  return 0;
}
