// One connection to one SQLite file, its prepared statements, and transactions. For one thread.
// Everything throws Broken.
#pragma once

#include <filesystem>
#include <memory>
#include <unordered_map>

#include <sqlite3.h>

#include "store/sqlite/statement.h"

namespace store {

class Database final {
 public:
  enum class Mode {
    write,      ///< the file must exist
    create,     ///< and is made if it does not
    read,       ///< sees what a writer commits meanwhile
    immutable,  ///< for a file nobody writes; leaves nothing behind beside it
  };

  Database(const std::filesystem::path& file, Mode mode);

  /// Runs a fixed statement, which stays prepared.
  template <class... Values>
  [[nodiscard]] Run run(Sql sql, const Values&... values) {
    return Run(prepared(sql), values...);
  }

  /// As run, to its end; the number of rows changed.
  template <class... Values>
  std::size_t change(Sql sql, const Values&... values) {
    return Run(prepared(sql), values...).finish();
  }

  /// Several statements without parameters or rows, such as a migration.
  void execute(const char* statements);

  /// Whether the last connection, as it closes, moves the log into the file, which it does unless
  /// told.
  void checkpoint_on_close(bool wanted);

  [[nodiscard]] std::int64_t last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  [[nodiscard]] bool read_only() const { return sqlite3_db_readonly(handle_.get(), "main") != 0; }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  const Statement& prepared(Sql sql);

  struct Close {
    void operator()(sqlite3* connection) const noexcept { (void)sqlite3_close_v2(connection); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<const char*, Statement> statements_;  ///< by the address of their literal
};

/// Rolls back unless it is committed. The write lock is taken at once, so nothing in it can meet
/// another writer.
class Transaction final {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction(Transaction&&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  void commit();

 private:
  Database& database_;
};

/// Several reads of one state of the file; inside a transaction, that of the transaction.
class Snapshot final {
 public:
  explicit Snapshot(Database& database);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  Snapshot(Snapshot&&) = delete;
  Snapshot& operator=(Snapshot&&) = delete;
  ~Snapshot();

 private:
  Database& database_;
  const bool ours_;
};

}  // namespace store
