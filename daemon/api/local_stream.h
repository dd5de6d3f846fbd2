// A connection to a Unix socket with a limit on every wait, shaped as Boost.Beast's synchronous
// functions want it. Asio's own blocking calls cannot be limited. Private to the room.
#pragma once

#include <array>
#include <chrono>
#include <filesystem>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>
#include <sys/uio.h>

#include "base/fd.h"
#include "base/result.h"

namespace api {

/// One thread.
class LocalStream final {
 public:
  /// `stop`: a descriptor that ends a wait when it becomes readable, or -1.
  [[nodiscard]] static base::Result<LocalStream> connect(const std::filesystem::path& socket,
                                                         std::chrono::seconds patience,
                                                         int stop);

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, boost::system::error_code& failed) {
    const boost::asio::mutable_buffer first = *boost::asio::buffer_sequence_begin(buffers);
    return read_bytes(first.data(), first.size(), failed);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, boost::system::error_code& failed) {
    // The first piece that has something in it: Beast goes on with the rest by itself.
    for (auto it = boost::asio::buffer_sequence_begin(buffers);
         it != boost::asio::buffer_sequence_end(buffers);
         ++it) {
      const boost::asio::const_buffer piece = *it;
      if (piece.size() > 0) {
        return write_bytes(piece.data(), piece.size(), failed);
      }
    }
    failed = {};
    return 0;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    boost::system::error_code failed;
    const std::size_t count = read_some(buffers, failed);
    return failed ? throw boost::system::system_error(failed) : count;
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    boost::system::error_code failed;
    const std::size_t count = write_some(buffers, failed);
    return failed ? throw boost::system::system_error(failed) : count;
  }

 private:
  LocalStream(base::Fd fd, std::chrono::seconds patience, int stop)
      : fd_(std::move(fd)), patience_(patience), stop_(stop) {}

  std::size_t read_bytes(void* into, std::size_t size, boost::system::error_code& failed);
  std::size_t write_bytes(const void* from, std::size_t size, boost::system::error_code& failed);
  [[nodiscard]] boost::system::error_code wait(short events) const;

  base::Fd fd_;
  std::chrono::seconds patience_;
  int stop_;
};

}  // namespace api
