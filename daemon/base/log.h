// One line, one event, named fields. To standard error: for the journal as "<N>event field=value"
// (logfmt), for a terminal with the time before it. Foreign text is made printable. Safe from every
// thread.
#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace base {

class Secret;

enum class Level { debug, info, warning, error };

/// One named value. There is no constructor from Secret, on purpose.
struct Field {
  Field(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
  Field(std::string_view field_name, const char* text) : name(field_name), value(text) {}
  Field(std::string_view field_name, std::string text) : name(field_name), value(std::move(text)) {}
  template <std::integral Number>
  Field(std::string_view field_name, Number number)
      : name(field_name), value(std::to_string(number)) {}
  Field(std::string_view field_name, const Secret& secret) = delete;

  std::string_view name;
  std::string value;
};

class Log final {
 public:
  enum class Style { terminal, journal };

  /// Writes to the descriptor, which stays the caller's.
  Log(int descriptor, Style style, Level least);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  Log(Log&&) = delete;
  Log& operator=(Log&&) = delete;

  void debug(std::string_view event, std::initializer_list<Field> fields = {});
  void info(std::string_view event, std::initializer_list<Field> fields = {});
  void warning(std::string_view event, std::initializer_list<Field> fields = {});
  void error(std::string_view event, std::initializer_list<Field> fields = {});

  void set_least(Level least);
  [[nodiscard]] Style style() const;

 private:
  void write(Level level, std::string_view event, std::initializer_list<Field> fields);

  struct State;
  std::unique_ptr<State> state_;
};

/// The style fitting standard error: journal where $JOURNAL_STREAM or $INVOCATION_ID is set and it
/// is no terminal, else terminal.
[[nodiscard]] Log::Style log_style_here();

}  // namespace base
