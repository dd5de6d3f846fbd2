#include "base/log.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <iterator>
#include <mutex>

#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "base/time.h"

namespace base {
namespace {

constexpr std::size_t longest_value = 2000;  // code points; journald cuts lines at 48 KiB

struct Manner {
  int priority;               ///< of syslog(3)
  std::string_view mark;      ///< before the event on a terminal
  std::string_view coloured;  ///< the same in colour
};

const Manner& manner_of(Level level) {
  constexpr static std::array<Manner, 4> manners = {{{7, "", ""},
                                                     {6, "", ""},
                                                     {4, "WARNING ", "\x1b[33mWARNING\x1b[0m "},
                                                     {3, "ERROR ", "\x1b[1;31mERROR\x1b[0m "}}};
  return manners[static_cast<std::size_t>(level)];
}

/// As logfmt has it: quoted if a reader could not tell where it ends.
void append_value(std::string& line, std::string_view value) {
  const std::string shown = printable(shorten(value, longest_value));
  if (!shown.empty() && shown.find_first_of(" =\"") == std::string::npos) {
    line += shown;
    return;
  }
  line += '"';
  for (const char c : shown) {
    if (c == '"' || c == '\\') line += '\\';
    line += c;
  }
  line += '"';
}

std::string local_time_with_seconds() {
  const time_t now = SystemClock().now().time_since_epoch().count();
  tm at{};
  (void)localtime_r(&now, &at);
  return fmt::format("{:02}:{:02}:{:02} ", at.tm_hour, at.tm_min, at.tm_sec);
}

/// A log that cannot be written has nowhere to say so; the program goes on.
void write_whole(int descriptor, std::string_view line) noexcept {
  while (!line.empty()) {
    const ssize_t written = ::write(descriptor, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    line.remove_prefix(static_cast<std::size_t>(written));
  }
}

bool is_set(const char* variable) {
  // Nothing in newswatch changes the environment after main began, so reading it races with
  // nothing.
  return std::getenv(variable) != nullptr;  // NOLINT(concurrency-mt-unsafe): see above
}

}  // namespace

struct Log::State {
  State(int to, Style how, bool in_colour, Level from)
      : descriptor(to), style(how), colour(in_colour), least(from) {}

  int descriptor;
  Style style;
  bool colour;
  std::atomic<Level> least;
  std::mutex one_line;  ///< keeps a line together that the system takes in pieces
};

Log::Log(int descriptor, Style style, Level least)
    : state_(std::make_unique<State>(
          descriptor,
          style,
          style == Style::terminal && ::isatty(descriptor) == 1 && !is_set("NO_COLOR"),
          least)) {}

Log::~Log() = default;

void Log::debug(std::string_view event, std::initializer_list<Field> fields) {
  write(Level::debug, event, fields);
}

void Log::info(std::string_view event, std::initializer_list<Field> fields) {
  write(Level::info, event, fields);
}

void Log::warning(std::string_view event, std::initializer_list<Field> fields) {
  write(Level::warning, event, fields);
}

void Log::error(std::string_view event, std::initializer_list<Field> fields) {
  write(Level::error, event, fields);
}

void Log::set_least(Level least) {
  state_->least = least;
}

Log::Style Log::style() const {
  return state_->style;
}

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < state_->least) return;
  const Manner& manner = manner_of(level);
  std::string line = state_->style == Style::journal ? fmt::format("<{}>", manner.priority)
                                                     : local_time_with_seconds();
  if (state_->style == Style::terminal) line += state_->colour ? manner.coloured : manner.mark;
  line += printable(event);
  for (const Field& field : fields) {
    fmt::format_to(std::back_inserter(line), " {}=", printable(field.name));
    append_value(line, field.value);
  }
  line += '\n';
  const std::lock_guard lock(state_->one_line);
  write_whole(state_->descriptor, line);
}

Log::Style log_style_here() {
  // A desktop session started by systemd hands both variables to every terminal it opens.
  if (::isatty(STDERR_FILENO) == 1) return Log::Style::terminal;
  return is_set("JOURNAL_STREAM") || is_set("INVOCATION_ID") ? Log::Style::journal
                                                             : Log::Style::terminal;
}

}  // namespace base
