// Export as a SQLite database (docs/export.md has its tables): events with the names that the state knows, to
// be asked with SQL. SQLite wants a file that it can seek in, a sink is a stream: the database grows in a
// temporary file without a name and is copied at the end, so memory does not depend on the length of the
// capture.
#pragma once

#include <memory>
#include <string>

#include "base/scoped_fd.h"
#include "replayer/export/exporter.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sysreel {

class SqliteExporter final : public Exporter {
 public:
  explicit SqliteExporter(ByteSink& sink);  // the sink outlives the exporter

  Status begin(const EventWalk& walk, const CaptureHeader& header) override;
  Status add(const Step& step) override;
  Status finish() override;

 private:
  struct CloseDatabase {
    void operator()(sqlite3* database) const;
  };
  struct EndStatement {
    void operator()(sqlite3_stmt* statement) const;
  };

  Status open();
  Status execute(const char* sql);
  Status step(sqlite3_stmt* statement);
  Status copy_to_sink();

  ByteSink& sink_;
  ScopedFd file_;
  std::unique_ptr<sqlite3, CloseDatabase> database_;  // null: not yet opened
  std::unique_ptr<sqlite3_stmt, EndStatement> insert_event_;
  const EventWalk* walk_ = nullptr;
  int64_t capture_ = 0;  // row of the capture that is being walked
};

}  // namespace sysreel
