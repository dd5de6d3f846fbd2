// A value many threads read and one replaces whole. A reader keeps what it took for as long as it
// holds it.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace base {

/// Safe from every thread.
template <class Value>
class Snapshot final {
 public:
  explicit Snapshot(std::shared_ptr<const Value> first) : value_(std::move(first)) {}

  [[nodiscard]] std::shared_ptr<const Value> get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

  void set(std::shared_ptr<const Value> next) {
    const std::lock_guard lock(mutex_);
    value_.swap(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Value> value_;
};

}  // namespace base
