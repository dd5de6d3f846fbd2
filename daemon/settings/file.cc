#include "settings/file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/text.h"

namespace settings {
namespace {

std::string reason_of(int code) {
  return base::lower_ascii(std::generic_category().message(code));
}

/// Length of the well-formed sequence at the start of `rest` (Unicode, table 3-7), or 0.
std::size_t sequence_length(std::string_view rest) {
  const auto byte = [&](std::size_t index) {
    return index < rest.size() ? static_cast<unsigned char>(rest[index]) : 0U;
  };
  const auto follows = [&](std::size_t index) { return (byte(index) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) > 0x9F;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
    return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

}  // namespace

base::Result<FileContent> read_whole(const std::filesystem::path& file, std::size_t most_bytes) {
  const base::Fd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd.open()) {
    const base::Cause cause = errno == ENOENT ? base::Cause::not_found : base::Cause::denied;
    return base::fail(cause, reason_of(errno));
  }
  struct stat about {};
  if (::fstat(fd.get(), &about) != 0) {
    return base::fail(base::Cause::unavailable, reason_of(errno));
  }
  if (S_ISDIR(about.st_mode)) return base::fail(base::Cause::invalid, "it is a folder");
  if (!S_ISREG(about.st_mode)) return base::fail(base::Cause::invalid, "it is not a regular file");

  FileContent content{.bytes = {}, .mode = about.st_mode};
  std::string piece(64UL << 10U, '\0');
  while (true) {
    const ssize_t got = ::read(fd.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail(base::Cause::unavailable, reason_of(errno));
    if (got == 0) return content;
    content.bytes.append(piece, 0, static_cast<std::size_t>(got));
    if (content.bytes.size() > most_bytes) {
      return base::fail(base::Cause::limit,
                        "it is larger than " + std::to_string(most_bytes) + " bytes");
    }
  }
}

std::size_t first_invalid_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t length = sequence_length(bytes.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

}  // namespace settings
