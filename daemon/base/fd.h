// An owned file descriptor, and the eventfd that wakes a thread waiting in epoll.
#pragma once

#include <utility>

namespace base {

/// Closes on destruction. Move-only.
class Fd final {
 public:
  Fd() = default;
  explicit Fd(int descriptor) noexcept : descriptor_(descriptor) {}
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  Fd(Fd&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Fd& operator=(Fd&& other) noexcept;
  ~Fd();

  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool open() const { return descriptor_ >= 0; }
  [[nodiscard]] int release() { return std::exchange(descriptor_, -1); }
  void close() noexcept;

 private:
  int descriptor_ = -1;
};

/// A wake-up that cannot be lost: it stays readable until it is cleared. Safe from every thread;
/// `ring` also from a signal handler. Throws std::system_error if no descriptor is to be had.
class Bell final {
 public:
  Bell();
  void ring() noexcept;
  void clear() noexcept;  ///< before looking at what the ring was about, never after
  [[nodiscard]] int descriptor() const { return fd_.get(); }  ///< for epoll, stays ours

 private:
  Fd fd_;
};

}  // namespace base
