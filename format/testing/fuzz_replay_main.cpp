// Runs a fuzz target over files: the stand-in for libFuzzer's main, so that every build runs the corpora.
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "format/testing/test_files.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int main(int argc, char** argv) {
  size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      const std::string bytes = sysreel::read_whole_file(entry.path().string());
      const std::vector<uint8_t> copy(bytes.begin(),
                                      bytes.end());  // its own allocation: sanitizers see overruns
      LLVMFuzzerTestOneInput(copy.data(), copy.size());
      ++count;
    }
  }
  std::cout << count << " inputs\n";
  return count == 0 ? 1 : 0;
}
