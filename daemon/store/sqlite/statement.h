// A prepared statement and one running of it. Text that reaches SQLite is fixed when the program is
// compiled (`Sql`); values travel only as bound parameters. Failures throw Broken.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "base/hash.h"
#include "base/id.h"
#include "base/time.h"
#include "store/store.h"

namespace store {

/// SQL written in the program's text: cannot be made at run time, so nothing foreign is ever in it.
class Sql final {
 public:
  explicit consteval Sql(const char* literal) : text_(literal) {}
  [[nodiscard]] constexpr const char* text() const { return text_; }
  bool operator==(const Sql&) const = default;

 private:
  const char* text_;
};

/// Broken, with the primary result code of SQLite for those who tell one damage from another.
class SqliteBroken final : public Broken {
 public:
  SqliteBroken(const std::string& what, int code, bool disk_full);
  [[nodiscard]] int code() const { return code_; }

 private:
  int code_;
};

/// Throws SqliteBroken for what the connection last failed at.
[[noreturn]] void throw_broken(sqlite3* connection);

class Statement final {
 public:
  Statement(sqlite3* connection, Sql sql);
  [[nodiscard]] sqlite3_stmt* handle() const { return handle_.get(); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { (void)sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// Bytes that are not text.
struct Blob {
  std::string_view bytes;
};

/// One running of a statement, from its parameters to its last row; the statement is free again
/// when this goes. What was bound is not copied and must outlive it. Columns are taken from left to
/// right.
class Run final {
 public:
  template <class... Values>
  explicit Run(const Statement& statement, const Values&... values) : handle_(statement.handle()) {
    (bind(values), ...);
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  Run(Run&&) = delete;
  Run& operator=(Run&&) = delete;
  ~Run();

  /// Goes to the next row; false after the last.
  [[nodiscard]] bool next();
  /// To the end, for a statement whose rows do not matter; the number of rows it changed.
  std::size_t finish();

  [[nodiscard]] std::int64_t integer() { return sqlite3_column_int64(handle_, column_++); }
  [[nodiscard]] int small() { return sqlite3_column_int(handle_, column_++); }
  [[nodiscard]] bool truth() { return integer() != 0; }
  [[nodiscard]] std::string text();
  [[nodiscard]] base::Key128 key();  ///< zeroes, if the column has another size
  [[nodiscard]] base::TimePoint time() { return base::TimePoint(base::Seconds(integer())); }
  [[nodiscard]] std::optional<base::TimePoint> optional_time();

 private:
  void bind(std::string_view text);
  void bind(Blob blob);
  void bind(const base::Key128& key) { bind(Blob{base::bytes_of(key)}); }
  void bind(std::int64_t number);
  void bind(bool truth) { bind(static_cast<std::int64_t>(truth ? 1 : 0)); }
  void bind(base::TimePoint when) {
    bind(static_cast<std::int64_t>(when.time_since_epoch().count()));
  }
  template <std::integral Number>
  void bind(Number number) {
    bind(static_cast<std::int64_t>(number));
  }
  template <class Noun>
  void bind(base::Id<Noun> id) {
    bind(id.value);
  }
  template <class Value>
  void bind(const std::optional<Value>& value) {
    if (value) {
      bind(*value);
    } else {
      ++parameter_;  // what is not bound is NULL
    }
  }
  void check(int code) const;

  sqlite3_stmt* handle_;
  int parameter_ = 1;
  int column_ = 0;
};

}  // namespace store
