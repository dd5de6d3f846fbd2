#include "store/sqlite/database.h"

#include <array>
#include <string>
#include <utility>

#include "store/store.h"

namespace store {
namespace {

constexpr int busy_wait_ms = 5000;

constexpr Sql begin_writing("BEGIN IMMEDIATE");
constexpr Sql begin_reading("BEGIN");
constexpr Sql commit_all("COMMIT");

constexpr const char* settings_of_all =
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cache_size = -16384;"  // KiB
    "PRAGMA temp_store = MEMORY;";

/// A commit is on the disk when it returns (FULL); the log is cut back after a burst made it long.
constexpr const char* settings_of_writer =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA secure_delete = OFF;"
    "PRAGMA wal_autocheckpoint = 2000;"       // pages: 16 MiB
    "PRAGMA journal_size_limit = 67108864;";  // bytes

/// Before the first page of a new file is written. Twice the usual size: half as many writes for
/// the texts, which are most of what is stored.
constexpr const char* settings_of_new = "PRAGMA page_size = 8192;";

constexpr const char* settings_of_reader =
    "PRAGMA query_only = ON;"
    "PRAGMA wal_autocheckpoint = 0;";

int flags_of(Database::Mode mode) {
  constexpr int always = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case Database::Mode::write:
      return always | SQLITE_OPEN_READWRITE;
    case Database::Mode::create:
      return always | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Database::Mode::read:
    case Database::Mode::immutable:
      break;
  }
  return always | SQLITE_OPEN_READONLY;
}

/// SQLite counts every piece of memory under a lock that all connections share, for statistics that
/// nobody here asks for. To be called before the first connection of the process.
void spare_memory_statistics() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)once;  // where SQLite is in use already it stays as it was
}

/// The file as a URI, so that no character of its name means anything.
std::string uri_of(const std::filesystem::path& file, Database::Mode mode) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view plain = "/-._~";
  std::string uri = "file://";
  for (const char c : std::filesystem::absolute(file).string()) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || plain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return uri + (mode == Database::Mode::immutable ? "?immutable=1" : "");
}

}  // namespace

Database::Database(const std::filesystem::path& file, Mode mode) {
  spare_memory_statistics();
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(uri_of(file, mode).c_str(), &opened, flags_of(mode), nullptr);
  handle_.reset(opened);
  if (opened == nullptr) {
    throw Broken(file.string() + ": no memory to open it", false);
  }
  if (code != SQLITE_OK) {
    throw_broken(opened);
  }
  (void)sqlite3_busy_timeout(opened, busy_wait_ms);  // cannot fail for an open connection
  (void)sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (mode == Mode::create) {
    execute(settings_of_new);
  }
  execute(settings_of_all);
  const bool writes = mode == Mode::write || mode == Mode::create;
  execute(writes ? settings_of_writer : settings_of_reader);
}

void Database::execute(const char* statements) {
  if (sqlite3_exec(handle_.get(), statements, nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw_broken(handle_.get());
  }
}

void Database::checkpoint_on_close(bool wanted) {
  (void)sqlite3_db_config(
      handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wanted ? 0 : 1, nullptr);  // always known
}

const Statement& Database::prepared(Sql sql) {
  auto found = statements_.find(sql.text());
  if (found == statements_.end()) {
    found = statements_.try_emplace(sql.text(), handle_.get(), sql).first;
  }
  return found->second;
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.change(begin_writing);
}

Transaction::~Transaction() {
  if (database_.in_transaction()) {
    // Cannot be helped if it fails: the connection then refuses the next BEGIN, which is reported.
    (void)sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() {
  database_.change(commit_all);
}

Snapshot::Snapshot(Database& database) : database_(database), ours_(!database.in_transaction()) {
  if (ours_) {
    database_.change(begin_reading);
  }
}

Snapshot::~Snapshot() {
  if (ours_ && database_.in_transaction()) {
    (void)sqlite3_exec(database_.handle(), "COMMIT", nullptr, nullptr, nullptr);  // nothing to lose
  }
}

}  // namespace store
