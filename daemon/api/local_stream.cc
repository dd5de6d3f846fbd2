#include "api/local_stream.h"

#include <cerrno>
#include <system_error>

#include <poll.h>
#include <sys/socket.h>

#include "api/unix_address.h"

namespace api {
namespace {

using Failed = boost::system::error_code;

Failed last_error() {
  return {errno, boost::system::system_category()};
}

bool try_later(int error) {
  return error == EAGAIN || error == EINTR;
}

}  // namespace

base::Result<LocalStream> LocalStream::connect(const std::filesystem::path& socket,
                                               std::chrono::seconds patience,
                                               int stop) {
  const auto address = unix_address(socket);
  if (!address) {
    return base::fail(address.error());
  }
  base::Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.open() || ::connect(fd.get(), generic(*address), sizeof(*address)) != 0) {
    const int error = errno;
    if (error == EACCES || error == EPERM) {
      return base::fail(
          base::Cause::denied,
          "you may not use " + socket.string() + "; members of the group newswatch may");
    }
    std::string message = "no daemon answers at " + socket.string();
    if (error != ENOENT && error != ECONNREFUSED) {
      message += " (" + std::generic_category().message(error) + ")";
    }
    return base::fail(base::Cause::unavailable, message);
  }
  return LocalStream(std::move(fd), patience, stop);
}

Failed LocalStream::wait(short events) const {
  std::array<pollfd, 2> waiting{pollfd{fd_.get(), events, 0}, pollfd{stop_, POLLIN, 0}};
  const auto longest = std::chrono::duration_cast<std::chrono::milliseconds>(patience_);
  const int ready = ::poll(waiting.data(), waiting.size(), static_cast<int>(longest.count()));
  if (ready < 0 && errno != EINTR) {
    return last_error();
  }
  if (ready == 0) {
    return boost::asio::error::timed_out;
  }
  if (ready > 0 && waiting[1].revents != 0) {
    return boost::asio::error::operation_aborted;
  }
  return {};
}

std::size_t LocalStream::read_bytes(void* into, std::size_t size, Failed& failed) {
  for (;;) {
    failed = wait(POLLIN);
    if (failed) {
      return 0;
    }
    const ssize_t count = ::recv(fd_.get(), into, size, 0);
    if (count > 0) {
      return static_cast<std::size_t>(count);
    }
    if (count == 0) {
      failed = boost::asio::error::eof;
      return 0;
    }
    if (!try_later(errno)) {
      failed = last_error();
      return 0;
    }
  }
}

std::size_t LocalStream::write_bytes(const void* from, std::size_t size, Failed& failed) {
  for (;;) {
    failed = wait(POLLOUT);
    if (failed) {
      return 0;
    }
    const ssize_t count = ::send(fd_.get(), from, size, MSG_NOSIGNAL);
    if (count >= 0) {
      return static_cast<std::size_t>(count);
    }
    if (!try_later(errno)) {
      failed = last_error();
      return 0;
    }
  }
}

}  // namespace api
