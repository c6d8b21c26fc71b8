// CaptureKinds: a capture's catalogue rows, matched by name with the kinds and parameters of this build.
//
// A kind that this build does not know joins the catalogue as a foreign kind; a parameter that it does not
// know is appended to its kind. So everything that a capture holds has a place in an EventBlock, and what
// this build knows has its usual place. The catalogue may grow while a capture is read (Block.extra_kinds),
// which moves its kinds: hold KindIds, not references.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "format/catalogue/catalogue.h"
#include "format/kind_row.h"

namespace sysreel {

// Where a stored column goes.
struct ParamTarget {
  uint16_t param = 0;  // index into EventKind::params
  Storage storage = Storage::kInteger;
  Section section = Section::kCore;
};

struct KindMapping {
  KindId kind = kNoKind;
  std::vector<ParamTarget> params;  // in stored order
};

class CaptureKinds {
 public:
  const Catalogue& catalogue() const { return catalogue_; }

  Result<KindMapping> map(const KindRow& row);

  // The header's rows, by number.
  Status set_listed(std::span<const KindRow> rows);
  const std::vector<KindMapping>& listed() const { return listed_; }

 private:
  KindId kind_of(const KindRow& row);
  Result<ParamTarget> target_of(KindId kind, const ParamRow& row);

  Catalogue catalogue_ = Catalogue::builtin();
  std::vector<KindMapping> listed_;
};

}  // namespace sysreel
