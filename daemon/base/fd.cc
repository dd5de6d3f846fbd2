#include "base/fd.h"

#include <cerrno>
#include <cstdint>
#include <system_error>

#include <sys/eventfd.h>
#include <unistd.h>

namespace base {

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = other.release();
  }
  return *this;
}

Fd::~Fd() {
  close();
}

void Fd::close() noexcept {
  if (open()) {
    // Never repeated after EINTR: Linux has closed the descriptor by then, and its number may
    // already belong to another thread.
    (void)::close(release());
  }
}

Bell::Bell() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!fd_.open()) {
    throw std::system_error(errno, std::generic_category(), "cannot make an eventfd");
  }
}

void Bell::ring() noexcept {
  const int interrupted_code = errno;  // a signal handler must leave errno as it was
  const std::uint64_t one = 1;
  // EAGAIN means that the counter is full, so the bell is readable already.
  while (::write(fd_.get(), &one, sizeof one) < 0 && errno == EINTR) {
  }
  errno = interrupted_code;
}

void Bell::clear() noexcept {
  std::uint64_t rings = 0;
  while (::read(fd_.get(), &rings, sizeof rings) < 0 && errno == EINTR) {
  }
}

}  // namespace base
