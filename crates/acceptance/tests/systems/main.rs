//! The acceptance statements of the systems, one test for each, through the public interfaces. One binary, so that it is
//! linked once.

mod clocks;
mod common;
mod province;
mod s01;
mod s01_jurisdiction;
mod s01_reading;
mod s02;
mod s03;
mod s04;
mod s05;
mod s06;
mod s07;
mod s10;
mod s14;
mod s21;
mod s23;
mod s24;
mod s28;
mod s34;
mod s40;
mod s44;
mod s45;
