#!/bin/sh
# Compiles a small C++ project. See README.md.
set -e
cd "$SCRATCH"
for unit in 1 2 3 4; do
  cat > unit$unit.cpp <<'END'
#include <algorithm>
#include <map>
#include <string>
#include <vector>
int count(const std::vector<std::string>& words) {
  std::map<std::string, int> seen;
  for (const auto& word : words) ++seen[word];
  return static_cast<int>(std::count_if(seen.begin(), seen.end(), [](const auto& entry) { return entry.second > 1; }));
}
END
  g++ -O1 -Dcount=count$unit -c unit$unit.cpp
done
echo 'int main() { return 0; }' > main.cpp
g++ main.cpp unit*.o -o program
ar rcs libunits.a unit*.o
make -v > /dev/null
./program
