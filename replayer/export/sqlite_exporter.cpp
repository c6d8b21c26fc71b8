#include "replayer/export/sqlite_exporter.h"

#include <sqlite3.h>

#include <array>
#include <cstdlib>

#include "base/wall_time.h"
#include "format/catalogue/call_name.h"
#include "format/param_json.h"
#include "replayer/export/event_json.h"
#include "replayer/export/event_names.h"

namespace sysreel {
namespace {

constexpr size_t kCopyBytes = 1U << 18;

// No journal: nobody else sees the file, and a failed export leaves none.
constexpr const char* kTables = R"(
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
BEGIN;
CREATE TABLE captures (id INTEGER PRIMARY KEY, capture TEXT, recording TEXT, part INTEGER, host TEXT, kernel TEXT,
  recorder TEXT);
CREATE TABLE events (capture INTEGER REFERENCES captures(id), num INTEGER, time TEXT, time_ns INTEGER, type TEXT,
  source TEXT, pid INTEGER, tid INTEGER, process TEXT, cmdline TEXT, exe TEXT, user TEXT, container TEXT, fd TEXT,
  result INTEGER, args TEXT);
)";
constexpr const char* kIndexes = R"(
CREATE INDEX events_time ON events(time_ns);
CREATE INDEX events_type ON events(type);
CREATE INDEX events_pid ON events(pid);
CREATE INDEX events_fd ON events(fd);
COMMIT;
)";
constexpr const char* kInsertEvent = "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

// Binds values in the order of a statement's parameters. Texts must live until the statement was stepped.
class Binder {
 public:
  explicit Binder(sqlite3_stmt* statement) : statement_(statement) {}
  Binder& number(int64_t value) {
    sqlite3_bind_int64(statement_, ++at_, value);
    return *this;
  }
  Binder& text(std::string_view value) {
    sqlite3_bind_text64(statement_, ++at_, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
  }
  Binder& text_or_null(std::string_view value) {
    if (!value.empty()) return text(value);
    sqlite3_bind_null(statement_, ++at_);
    return *this;
  }
  Binder& null() {
    sqlite3_bind_null(statement_, ++at_);
    return *this;
  }

 private:
  sqlite3_stmt* statement_;
  int at_ = 0;
};

std::string arguments_json(const Step& step) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  write_event_values(json, step);
  json.end_object();
  return text;
}

}  // namespace

void SqliteExporter::CloseDatabase::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}
void SqliteExporter::EndStatement::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteExporter::SqliteExporter(ByteSink& sink) : sink_(sink) {}

Status SqliteExporter::execute(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return Error{ErrorCode::kSystem, std::string("SQLite: ") + sqlite3_errmsg(database_.get())};
}

Status SqliteExporter::step(sqlite3_stmt* statement) {
  const int done = sqlite3_step(statement);
  sqlite3_reset(statement);
  if (done == SQLITE_DONE) return {};
  return Error{ErrorCode::kSystem, std::string("SQLite: ") + sqlite3_errmsg(database_.get())};
}

Status SqliteExporter::open() {
  const char* folder = std::getenv("TMPDIR");
  std::string path = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/sysreel-XXXXXX";
  file_.reset(mkstemp(path.data()));
  if (!file_.valid()) return Error{ErrorCode::kSystem, "cannot create a temporary file: " + path};
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  database_.reset(database);
  Status status = opened == SQLITE_OK ? execute(kTables)
                                      : Status(Error{ErrorCode::kSystem, "SQLite cannot open " + path});
  unlink(path.c_str());  // its pages are read back through the descriptor
  SYSREEL_RETURN_IF_ERROR(std::move(status));
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(database_.get(), kInsertEvent, -1, &insert, nullptr);
  insert_event_.reset(insert);
  return {};
}

Status SqliteExporter::begin(const EventWalk& walk, const CaptureHeader& header) {
  walk_ = &walk;
  if (database_ == nullptr) SYSREEL_RETURN_IF_ERROR(open());
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(database_.get(), "INSERT INTO captures VALUES (?,?,?,?,?,?,?)", -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, EndStatement> insert(prepared);
  const std::string capture = to_hex(header.capture_id);
  const std::string recording = to_hex(header.recording_id);
  Binder(insert.get())
      .number(++capture_)
      .text(capture)
      .text(recording)
      .number(header.part)
      .text_or_null(header.host)
      .text_or_null(header.kernel)
      .text_or_null(header.recorder);
  return step(insert.get());
}

Status SqliteExporter::add(const Step& event_step) {
  const EventRef& event = event_step.event;
  const EventNames names = names_of(event_step, walk_->state());
  const std::string time = rfc3339_of(event_step.wall_time);
  const std::string arguments = arguments_json(event_step);
  Binder values(insert_event_.get());
  values.number(capture_)
      .number(static_cast<int64_t>(event.number()))
      .text(time)
      .number(static_cast<int64_t>(event_step.wall_time))
      .text(call_name(*event_step.kind))
      .text(name_of(event.block().source))
      .number(event.thread().pid)
      .number(event.thread().tid);
  for (const std::string* name : {&names.process, &names.command_line, &names.executable, &names.user,
                                  &names.container, &names.descriptor})
    values.text_or_null(*name);
  const int result = return_param(*event_step.kind);
  if (result >= 0 && event.has(static_cast<size_t>(result)))
    values.number(event.integer(static_cast<size_t>(result)));
  else
    values.null();
  values.text(arguments);
  count_written();
  return step(insert_event_.get());
}

Status SqliteExporter::copy_to_sink() {
  std::array<uint8_t, kCopyBytes> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init): read into
  for (off_t at = 0;;) {
    const ssize_t count = pread(file_.get(), bytes.data(), bytes.size(), at);
    if (count < 0) return Error{ErrorCode::kSystem, "cannot read the temporary file"};
    if (count == 0) return {};
    SYSREEL_RETURN_IF_ERROR(sink_.write({bytes.data(), static_cast<size_t>(count)}));
    at += count;
  }
}

Status SqliteExporter::finish() {
  if (database_ == nullptr) SYSREEL_RETURN_IF_ERROR(open());
  SYSREEL_RETURN_IF_ERROR(execute(kIndexes));
  insert_event_.reset();
  database_.reset();
  return copy_to_sink();
}

}  // namespace sysreel
