// Reading a whole regular file, within a limit. Never waits on a pipe or device.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "base/result.h"

namespace settings {

struct FileContent {
  std::string bytes;
  mode_t mode = 0;
};

/// The error's message is a reason without the path ("it is a folder").
[[nodiscard]] base::Result<FileContent> read_whole(const std::filesystem::path& file,
                                                   std::size_t most_bytes);

/// Byte offset of the first byte that is not valid UTF-8, or npos.
[[nodiscard]] std::size_t first_invalid_utf8(std::string_view bytes);

}  // namespace settings
