// The text of a file, and where in it something stands. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settings {

/// Turns yaml-cpp's places (lines from 0, columns from 0 in bytes) into a reader's (from 1, in
/// characters).
class Source final {
 public:
  /// Bytes of a line. Further right a column counts bytes: a file in one line must not take for
  /// ever.
  static constexpr std::size_t longest_counted = 4096;

  explicit Source(std::string_view bytes);

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::size_t offset(int line, int column) const;
  [[nodiscard]] std::pair<int, int> position(std::size_t offset) const;  ///< line and column

  /// Offset of a tab among the white space that begins this line, or the one before it.
  [[nodiscard]] std::optional<std::size_t> tab_in_indentation(int line) const;

 private:
  std::string bytes_;
  std::vector<std::size_t> starts_;  ///< of the lines
};

}  // namespace settings
