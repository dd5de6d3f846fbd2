#include "cli/input.h"

#include <cstddef>
#include <fstream>
#include <iostream>
#include <istream>

namespace cli {
namespace {

constexpr std::size_t largest_input = 256U << 20U;
constexpr std::size_t piece_size = 64U << 10U;

base::Result<std::string> read_stream(std::istream& stream) {
  std::string bytes;
  std::string piece(piece_size, '\0');
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
         stream.gcount() > 0) {
    bytes.append(piece, 0, static_cast<std::size_t>(stream.gcount()));
    if (bytes.size() > largest_input) return base::fail(base::Cause::limit, "larger than 256 MiB");
  }
  if (stream.bad()) return base::fail(base::Cause::unavailable, "reading failed");
  return bytes;
}

}  // namespace

base::Result<std::string> read_input(const std::string& file) {
  if (file.empty() || file == "-") return read_stream(std::cin);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return base::fail(base::Cause::not_found, "cannot be opened");
  return read_stream(stream);
}

}  // namespace cli
