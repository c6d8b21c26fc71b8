// The custody log of a capture, NAME.reel.custody beside it: who had it, when, what for.
//
// A line a JSON object, each signed (Ed25519) and with the hash of the line before it. The capture itself is
// never touched.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/keys.h"

namespace sysreel {

struct CustodyEntry {
  std::string time;  // RFC 3339
  std::string who;
  std::string note;
  std::string capture;     // id
  std::string final_hash;  // of the capture
  std::string sha256;      // of its file
  std::string previous;    // hash of the line before, empty for the first
  std::string key;         // public, base64
};

struct CustodyLog {
  struct Line {
    CustodyEntry entry;
    std::string problem;  // empty: signature and chain hold
  };
  std::vector<Line> lines;
  std::string last_hash;  // what the next line names as `previous`
  bool holds() const;
};

std::string custody_path(const std::string& capture);

// No log: no lines.
Result<CustodyLog> read_custody(const std::string& path);
CustodyLog parse_custody(const std::string& text);
// The line with its signature, without a line break. `previous` and `key` are filled in.
std::string custody_line(CustodyEntry entry, const std::string& previous, const SigningKey& key);
Status append_custody(const std::string& path, const std::string& line);

}  // namespace sysreel
