#include "store/sqlite/statement.h"

#include <cerrno>
#include <cstring>
#include <limits>
#include <system_error>

namespace store {
namespace {

/// SQLite reports a full disk as SQLITE_FULL where it writes, and as an I/O error with the system's
/// number where it syncs or grows the shared memory.
bool disk_full(int code, int system) {
  return (code & 0xff) == SQLITE_FULL ||
         ((code & 0xff) == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT));
}

bool names_the_system(int code) {
  const int primary = code & 0xff;
  return primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_FULL;
}

std::string reason(sqlite3* connection, int code, int system) {
  if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) {
    return "another program keeps it locked";
  }
  std::string words = sqlite3_errmsg(connection);
  if (system != 0 && names_the_system(code)) {
    words += " (" + std::generic_category().message(system) + ")";
  }
  return words;
}

}  // namespace

SqliteBroken::SqliteBroken(const std::string& what, int code, bool disk_full)
    : Broken(what, disk_full, code == SQLITE_BUSY), code_(code) {}

void throw_broken(sqlite3* connection) {
  const int code = sqlite3_extended_errcode(connection);
  const int system = sqlite3_system_errno(connection);
  const char* file = sqlite3_db_filename(connection, "main");
  const std::string name = file == nullptr || *file == '\0' ? "the database" : file;
  throw SqliteBroken(
      name + ": " + reason(connection, code, system), code & 0xff, disk_full(code, system));
}

Statement::Statement(sqlite3* connection, Sql sql) {
  sqlite3_stmt* made = nullptr;
  const int code =
      sqlite3_prepare_v3(connection, sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (code != SQLITE_OK) {
    throw_broken(connection);
  }
  handle_.reset(made);
}

Run::~Run() {
  (void)sqlite3_reset(handle_);  // repeats the error of the last step, which was thrown
  (void)sqlite3_clear_bindings(handle_);
}

bool Run::next() {
  const int code = sqlite3_step(handle_);
  column_ = 0;
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    throw_broken(sqlite3_db_handle(handle_));
  }
  return code == SQLITE_ROW;
}

std::size_t Run::finish() {
  while (next()) {
  }
  return static_cast<std::size_t>(sqlite3_changes64(sqlite3_db_handle(handle_)));
}

std::string Run::text() {
  const int column = column_++;
  const void* bytes = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  if (bytes == nullptr || size <= 0) {
    return {};
  }
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

base::Key128 Run::key() {
  base::Key128 key{};
  const int column = column_++;
  const void* bytes = sqlite3_column_blob(handle_, column);
  if (bytes != nullptr && sqlite3_column_bytes(handle_, column) == static_cast<int>(key.size())) {
    std::memcpy(key.data(), bytes, key.size());
  }
  return key;
}

std::optional<base::TimePoint> Run::optional_time() {
  if (sqlite3_column_type(handle_, column_) == SQLITE_NULL) {
    ++column_;
    return std::nullopt;
  }
  return time();
}

void Run::bind(std::string_view text) {
  // A null pointer would bind NULL; an empty text is not NULL.
  const char* bytes = text.data() == nullptr ? "" : text.data();
  check(sqlite3_bind_text64(handle_, parameter_++, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Run::bind(Blob blob) {
  const char* bytes = blob.bytes.data() == nullptr ? "" : blob.bytes.data();
  check(sqlite3_bind_blob64(handle_, parameter_++, bytes, blob.bytes.size(), SQLITE_STATIC));
}

void Run::bind(std::int64_t number) {
  check(sqlite3_bind_int64(handle_, parameter_++, number));
}

void Run::check(int code) const {
  if (code != SQLITE_OK) {
    throw_broken(sqlite3_db_handle(handle_));
  }
}

}  // namespace store
