// reel_from_text TEXT CAPTURE: builds a capture from the text that format/testing/capture_text.h describes.
// For tests of whole programs.
#include <exception>
#include <iostream>

#include "format/testing/capture_text.h"
#include "format/testing/test_files.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: reel_from_text TEXT CAPTURE\n";
    return 3;
  }
  try {
    const auto bytes = sysreel::capture_from_text(sysreel::read_whole_file(argv[1]));
    if (!bytes) {
      std::cerr << argv[1] << ": " << bytes.error().message << '\n';
      return 3;
    }
    sysreel::write_whole_file(argv[2], *bytes);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 3;
  }
  return 0;
}
