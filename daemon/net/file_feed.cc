#include "net/file_feed.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/text.h"

namespace net {
namespace {

std::string stamp_of(const struct stat& facts) {
  return std::to_string(facts.st_mtim.tv_sec) + "." + std::to_string(facts.st_mtim.tv_nsec) + "-" +
         std::to_string(facts.st_size);
}

std::string phrase_of(int error) {
  return std::error_code(error, std::generic_category()).message();
}

Response failed(const Request& request, model::Trouble::Kind kind, const std::string& why) {
  Response response;
  response.ticket = request.ticket;
  response.trouble = {kind, 0, base::printable(request.feed.address) + ": " + why};
  return response;
}

/// Everything, or the errno that stood in its way. One byte over `most` shows that there is more.
int read_whole(const base::Fd& file, std::size_t most, std::string& bytes) {
  constexpr std::size_t chunk = 64U << 10U;
  while (bytes.size() <= most) {
    const std::size_t had = bytes.size();
    const std::size_t room = std::min(chunk, most + 1 - had);
    bytes.resize(had + room);
    const ssize_t got = ::read(file.get(), bytes.data() + had, room);
    bytes.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) {
      return 0;
    }
    if (got < 0 && errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

}  // namespace

Response read_file_feed(const Request& request) {
  using Kind = model::Trouble::Kind;
  const std::string& path = request.feed.address;
  const base::Fd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat before {};
  if (!file.open() || ::fstat(file.get(), &before) != 0) {
    return failed(request, Kind::file, phrase_of(errno));
  }
  if (!S_ISREG(before.st_mode)) {
    return failed(
        request, Kind::file, S_ISDIR(before.st_mode) ? "is a folder" : "is not a regular file");
  }
  Response response;
  response.ticket = request.ticket;
  response.final_url = path;
  response.validators = {"", stamp_of(before), "file"};
  if (request.validators.origin == "file" &&
      request.validators.last_modified == response.validators.last_modified) {
    response.kind = Response::Kind::not_modified;
    return response;
  }
  if (const int error = read_whole(file, request.feed.max_size, response.body); error != 0) {
    return failed(request, Kind::file, phrase_of(error));
  }
  if (response.body.size() > request.feed.max_size) {
    return failed(request,
                  Kind::too_large,
                  "larger than the limit of " + std::to_string(request.feed.max_size) + " bytes");
  }
  struct stat after {};
  if (::fstat(file.get(), &after) != 0 || stamp_of(after) != response.validators.last_modified) {
    response.validators.last_modified
        .clear();  // it changed under our hands; read it again next time
  }
  response.kind = Response::Kind::body;
  response.wire_bytes = response.body.size();
  return response;
}

}  // namespace net
