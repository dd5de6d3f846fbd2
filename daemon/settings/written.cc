#include "settings/written.h"

#include <algorithm>

namespace settings {
namespace {

using Spot = model::QueryText::Spot;

[[nodiscard]] bool is_gap(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
[[nodiscard]] bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Goes along the source and the value together. They differ in escapes, and in white space where
/// lines were joined or indented.
class Alignment final {
 public:
  Alignment(const Source& source, std::size_t offset, std::string_view value)
      : source_(source), bytes_(source.bytes()), value_(value), at_(offset) {}

  std::vector<Spot> run() {
    begin();
    note();
    while (in_value_ < value_.size() && at_ < bytes_.size()) {
      if (is_gap(value_[in_value_])) {
        pass_gap();
      } else {
        pass_character();
      }
    }
    return std::move(spots_);
  }

 private:
  void begin() {
    if (at_ >= bytes_.size()) return;
    const char first = bytes_[at_];
    if (first == '"' || first == '\'') {
      quote_ = first;
      ++at_;
    } else if (first == '|' || first == '>') {
      at_ = std::min(bytes_.find('\n', at_), bytes_.size());
      skip_gap();
    }
  }

  void note() {
    const auto [line, column] = source_.position(std::min(at_, bytes_.size()));
    spots_.push_back({.offset = points_,
                      .line = static_cast<std::size_t>(line),
                      .column = static_cast<std::size_t>(column)});
  }

  void skip_gap() {
    while (at_ < bytes_.size() && is_gap(bytes_[at_])) {
      ++at_;
    }
  }

  void pass_gap() {
    if (!is_gap(bytes_[at_])) return pass_character();  // an escape
    const std::size_t begin = at_;
    const std::size_t begin_in_value = in_value_;
    skip_gap();
    while (in_value_ < value_.size() && is_gap(value_[in_value_])) {
      ++in_value_;
      ++points_;
    }
    if (at_ - begin != in_value_ - begin_in_value ||
        bytes_.substr(begin, at_ - begin).find('\n') != std::string_view::npos) {
      note();
    }
  }

  /// One character of the value, written as itself or as an escape.
  void pass_character() {
    const std::size_t size = written_size();
    const std::size_t begin = in_value_++;
    while (in_value_ < value_.size() && continues_character(value_[in_value_])) {
      ++in_value_;
    }
    ++points_;
    at_ += size == 0 ? in_value_ - begin : size;
    if (size != 0) note();
  }

  /// Bytes of the escape that stands here, or 0.
  [[nodiscard]] std::size_t written_size() const {
    constexpr std::size_t prefix = 2;
    if (quote_ == '\'' && bytes_.substr(at_, prefix) == "''") return prefix;
    if (quote_ != '"' || bytes_[at_] != '\\' || at_ + 1 >= bytes_.size()) return 0;
    switch (bytes_[at_ + 1]) {
      case 'x':
        return prefix + 2;
      case 'u':
        return prefix + 4;
      case 'U':
        return prefix + 8;
      default:
        return prefix;
    }
  }

  const Source& source_;
  std::string_view bytes_;
  std::string_view value_;
  std::size_t at_;
  std::size_t in_value_ = 0;
  std::size_t points_ = 0;
  char quote_ = 0;
  std::vector<Spot> spots_;
};

}  // namespace

std::vector<Spot> spots_of(const Source& source, std::size_t offset, std::string_view value) {
  return Alignment(source, offset, value).run();
}

}  // namespace settings
