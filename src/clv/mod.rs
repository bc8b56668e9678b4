//! What customers will do: probability models of buying, their fits, and what customers are worth.
