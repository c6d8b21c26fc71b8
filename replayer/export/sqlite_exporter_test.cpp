// The database is asked with SQL, as its user does.
#include "replayer/export/sqlite_exporter.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "format/testing/capture_text.h"
#include "format/testing/test_files.h"
#include "replayer/commands/export.h"
#include "replayer/testing/command_run.h"

namespace sysreel {
namespace {

const std::string kText = R"(header host="web1" boot=1000 wall=1700000000000001000
snapshot scan 900 950 1/1
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm="ba'sh" exe="-bash" args=["-c" "x"] uid=0 cwd="/"
event 2000 0 10/10@500 openat fd=3 dirfd=-100 name="/etc/it's" flags=0
event 2001 0 10/10@500 read res=-11 fd=3 size=4
event 2002 0 10/10@500 procexit status=0
close
)";

// Rows as lines, cells joined by "|".
std::string asked(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
  std::string rows;
  const auto visit = [](void* out, int count, char** cells, char**) {
    auto& text = *static_cast<std::string*>(out);
    for (int i = 0; i < count; ++i)
      text.append(i == 0 ? "" : "|").append(cells[i] != nullptr ? cells[i] : "NULL");
    text += '\n';
    return 0;
  };
  char* error = nullptr;
  CHECK(sqlite3_exec(database, sql.c_str(), visit, &rows, &error) == SQLITE_OK);
  sqlite3_close(database);
  return rows;
}

CommandRun exported(const std::string& text, const std::string& to) {
  const TempFile source(build_capture(text));
  ExportOptions options;
  options.capture = source.path();
  options.format = "sqlite";
  options.output = to;
  options.force = true;
  return run_command(run_export, options);
}

}  // namespace

TEST_CASE("events are rows with names, arguments are JSON") {
  const TempFile database("");
  const CommandRun done = exported(kText, database.path());
  CHECK(done.code == kExitDone);
  CHECK(done.err.find("3 events") != std::string::npos);
  struct Row {
    const char* sql;
    const char* rows;
  };
  constexpr Row kRows[] = {
      {"PRAGMA integrity_check", "ok\n"},
      {"SELECT num, time, time_ns, type, source, pid, tid FROM events WHERE num = 1",
       "1|2023-11-14T22:13:20.000002000Z|1700000000000002000|openat|syscall|10|10\n"},
      {"SELECT process, cmdline, exe, user, container, fd FROM events WHERE type = 'read'",
       "ba'sh|ba'sh -c x|NULL|root|host|/etc/it's\n"},
      {"SELECT type, result, fd FROM events ORDER BY num",
       "openat|3|/etc/it's\nread|-11|/etc/it's\nprocexit|NULL|NULL\n"},
      {"SELECT json_extract(args, '$.args.name'), json_extract(args, '$.res') FROM events WHERE num = 1",
       "/etc/it's|3\n"},
      {"SELECT id, part, host, kernel FROM captures", "1|1|web1|6.1.0-test\n"},
      {"SELECT count(*) FROM events JOIN captures ON events.capture = captures.id", "3\n"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.sql);
    CHECK(asked(database.path(), row.sql) == row.rows);
  }
}

TEST_CASE("a capture without events is a database without rows") {
  const TempFile database("");
  CHECK(exported("header host=\"h\" boot=1000 wall=1700000000000001000\nclose\n", database.path()).code ==
        kExitDone);
  CHECK(asked(database.path(), "SELECT count(*) FROM events") == "0\n");
  CHECK(asked(database.path(), "SELECT host FROM captures") == "h\n");
}

}  // namespace sysreel
