// Files to Settings, or all the problems at once.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "settings/settings.h"

namespace settings {

inline constexpr std::size_t max_file_size = 16U << 20U;
inline constexpr std::size_t max_files = 1000;  ///< included ones
inline constexpr std::size_t max_feeds = 200'000;

/// Settings stay loosely tied to their problems: channels read their sections later, and what they
/// find wrong is collected in the same list. `problems()` is then looked at again.
class Loaded {
 public:
  Settings settings;
  [[nodiscard]] std::vector<Problem> problems() const;  ///< in order of file, line, column

 private:
  friend Loaded load(const std::filesystem::path& file);
  std::shared_ptr<std::vector<Problem>> problems_;
};

/// Reads the file and what it includes. Never throws for what is in them.
[[nodiscard]] Loaded load(const std::filesystem::path& file);

}  // namespace settings
