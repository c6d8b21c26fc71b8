// show_capture FILE: every event of a capture, one a line, for whoever looks into a failing live test.
#include <iostream>

#include "recorder/testing/read_capture.h"

int main(int argc, char** argv) {
  if (argc != 2) return 3;
  const auto capture = sysreel::testing::read_capture(argv[1]);
  for (const auto* list : {&capture.snapshot, &capture.events}) {
    for (const auto& event : *list) {
      std::cout << event.number << ' ' << event.time << ' ' << event.pid << '/' << event.tid << ' '
                << event.kind;
      for (const auto& [name, value] : event.values) std::cout << ' ' << name << '=' << value;
      std::cout << '\n';
    }
  }
  for (const auto& loss : capture.losses)
    std::cout << "loss " << loss.from << ".." << loss.to << " seen " << loss.seen << " filtered "
              << loss.filtered << " recorded " << loss.recorded << " causes " << loss.lost.size() << '\n';
  return 0;
}
