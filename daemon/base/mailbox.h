// A bounded queue between two threads. `put` refuses when it is full, `take` waits until something
// is there or the stop token says so. A Bell may be given for a taker that waits in epoll instead.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/fd.h"

namespace base {

/// Safe from every thread. Neither copies nor moves.
template <class Letter>
class Mailbox final {
 public:
  /// The bell, if given, must outlive the mailbox.
  explicit Mailbox(std::size_t limit, Bell* bell = nullptr) : limit_(limit), bell_(bell) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  Mailbox(Mailbox&&) = delete;
  Mailbox& operator=(Mailbox&&) = delete;
  ~Mailbox() = default;

  /// False, and the letter stays as it was, if the box is full.
  [[nodiscard]] bool put(Letter&& letter) {
    {
      const std::lock_guard lock(mutex_);
      if (letters_.size() >= limit_) {
        return false;
      }
      letters_.push_back(std::move(letter));
    }
    announce();
    return true;
  }

  /// Puts it in whatever the limit says: for what must not be refused, such as the one answer to a
  /// request that was admitted before.
  void put_always(Letter letter) {
    {
      const std::lock_guard lock(mutex_);
      letters_.push_back(std::move(letter));
    }
    announce();
  }

  /// Waits for a letter; nothing once stop is requested and the box is empty.
  [[nodiscard]] std::optional<Letter> take(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, stop, [this] { return !letters_.empty(); });
    return pop();
  }

  /// As take, for at most the given time.
  template <class Rep, class Period>
  [[nodiscard]] std::optional<Letter> take_for(const std::stop_token& stop,
                                               std::chrono::duration<Rep, Period> longest) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, stop, longest, [this] { return !letters_.empty(); });
    return pop();
  }

  [[nodiscard]] std::optional<Letter> take_now() {
    const std::lock_guard lock(mutex_);
    return pop();
  }

  /// Everything there now, up to `most` letters, oldest first.
  [[nodiscard]] std::vector<Letter> take_all_now(std::size_t most) {
    const std::lock_guard lock(mutex_);
    std::vector<Letter> taken;
    while (!letters_.empty() && taken.size() < most) {
      taken.push_back(std::move(letters_.front()));
      letters_.pop_front();
    }
    return taken;
  }

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return letters_.size();
  }

 private:
  std::optional<Letter> pop() {
    if (letters_.empty()) {
      return std::nullopt;
    }
    std::optional<Letter> letter(std::move(letters_.front()));
    letters_.pop_front();
    return letter;
  }

  void announce() {
    arrived_.notify_one();
    if (bell_ != nullptr) {
      bell_->ring();
    }
  }

  const std::size_t limit_;
  Bell* const bell_;
  mutable std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::deque<Letter> letters_;
};

}  // namespace base
